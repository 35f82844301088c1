using LaborMarketplace.Projections.Definition;

namespace LaborMarketplace.ReadApi.Models;

/// <summary>The read models that an address is about: one, or all of them.</summary>
/// <param name="Address">What stands before the verb: <c>/v1/projections/job-board</c>.</param>
/// <param name="Words">How a sentence names it.</param>
internal sealed record ModelScope(string Address, string Words, IReadOnlyList<Projection> Models)
{
    private const string Everything = "/v1/projections";

    /// <summary>The addresses at which something done with these read models is told of: each one's, and that of all.</summary>
    public IEnumerable<string> Addresses => Models.Select(model => Of(model).Address).Append(Address).Distinct();

    /// <summary>The read model, where it is one.</summary>
    public Projection Model => Models.Single();

    public static ModelScope Of(Projection model) => new($"{Everything}/{model.Name}", model.Name, [model]);

    public static ModelScope OfAll(IReadOnlyList<Projection> models) => new(Everything, "all read models", models);
}
