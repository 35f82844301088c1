using System.Globalization;
using LaborMarketplace.Cli.Client;
using LaborMarketplace.Cli.Serve;
using LaborMarketplace.EventStore;

namespace LaborMarketplace.Cli.Sample;

/// <summary>Sees to it that a new marketplace is filled once: a file in the data folder says when that began and whether it was finished.</summary>
internal static class SampleFilling
{
    private const int Connections = 32;
    private const string Finished = "finished";

    /// <summary>Fills a marketplace without events, or goes on with a filling that was interrupted.</summary>
    /// <returns>When the filling began; null where the marketplace has other data.</returns>
    public static async Task<DateTimeOffset?> FillNew(RunningMarketplace marketplace, ServeSettings settings, CancellationToken cancellation)
    {
        var marker = settings.Folder.SampleMarker;
        string[] told = File.Exists(marker) ? await File.ReadAllLinesAsync(marker, cancellation) : [];
        if (told.Length == 0
            && (settings.Roles.Count < ServeSettings.AllRoles.Count || await marketplace.Shared.Log.Events.End(cancellation) > LogPosition.Start))
        {
            return null;
        }

        var began = told.Length == 0 ? marketplace.Shared.Clock.GetUtcNow() : DateTimeOffset.Parse(told[0], CultureInfo.InvariantCulture);
        if (told.Contains(Finished))
        {
            return began;
        }

        await File.WriteAllLinesAsync(marker, [began.ToString("O", CultureInfo.InvariantCulture)], cancellation);
        using var client = new MarketplaceClient(settings.Doors, new CallRecord(), Connections);
        var sample = new SampleMarketplace(client, People.Of(settings.Folder), began);
        await Progress.Of("Filling the marketplace with made-up people and jobs", SampleMarketplace.Steps, async progress =>
        {
            await sample.Fill(progress, cancellation);
            return began;
        });
        await File.AppendAllLinesAsync(marker, [Finished], cancellation);
        return began;
    }
}
