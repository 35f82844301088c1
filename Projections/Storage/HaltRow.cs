using System.Text.Json;
using LaborMarketplace.EventStore;
using LaborMarketplace.Projections.Definition;

namespace LaborMarketplace.Projections.Storage;

/// <summary>A halt as the checkpoint's row holds it. PostgreSQL keeps no zero character, which a reason may quote from what is at fault.</summary>
internal sealed record HaltRow(string Stream, long Revision, long Position, long Before, string Type, string Reason)
{
    public static byte[]? Write(Halt? halt) => halt is null
        ? null
        : JsonSerializer.SerializeToUtf8Bytes(
            new HaltRow(halt.Stream.Value, halt.Revision, halt.Position.Value, halt.Before.Value, halt.Type, halt.Reason.Replace('\0', '\uFFFD')),
            MarketplaceJson.Options);

    public static Halt Read(byte[] json)
    {
        var row = JsonSerializer.Deserialize<HaltRow>(json, MarketplaceJson.Options)!;
        return new Halt(new StreamName(row.Stream), row.Revision, new LogPosition(row.Position), new LogPosition(row.Before), row.Type, row.Reason);
    }
}
