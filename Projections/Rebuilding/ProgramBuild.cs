using LaborMarketplace.Domain.Jobs;
using LaborMarketplace.EventStore;
using LaborMarketplace.Projections.Definition;

namespace LaborMarketplace.Projections.Rebuilding;

/// <summary>Which build of the program folds a read model: a rebuild is taken up by the same one alone.</summary>
internal static class ProgramBuild
{
    /// <summary>The module version ids of the code that documents follow from: the definition's, the events' and what reads, folds and writes them.</summary>
    /// <remarks>The compiler gives the same id to the same code, and another to any other.</remarks>
    public static string Of(Projection projection) => string.Join(
        ' ',
        new[] { projection.Document, typeof(Projection), typeof(EventCodec), typeof(JobEvent) }.Select(type => type.Module.ModuleVersionId).Distinct());
}
