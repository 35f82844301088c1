using System.Globalization;
using LaborMarketplace.Projections.Definition;

namespace LaborMarketplace.Projections.Storage;

/// <summary>A version of a read model as it was built from the log for the nth time, in tables of its own.</summary>
/// <param name="Projection">The definition.</param>
/// <param name="Number">From 1; within the version.</param>
public sealed record Build(Projection Projection, int Number)
{
    /// <summary>The name of the build's table, checkpoint and links: <c>job_board_v1</c>, then <c>job_board_v1_2</c>.</summary>
    public string Storage { get; } = string.Create(
        CultureInfo.InvariantCulture, $"{Projection.View}_v{Projection.Version}{(Number == 1 ? "" : $"_{Number}")}");

    /// <summary>Marten's name for the table: <c>read.mt_doc_job_board_v1</c>.</summary>
    public string Table => ReadStore.TableOf(Storage);

    public override string ToString() => Storage;
}

/// <summary>A build that this process may write, until another takes it over.</summary>
/// <param name="Epoch">What to say when writing: a later owner has another, and writes that say an older one are refused.</param>
internal sealed record Held(Build Build, long Epoch)
{
    public Projection Projection => Build.Projection;
}
