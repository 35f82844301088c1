using System.Text.Json;
using LaborMarketplace.Domain.Skills;
using LaborMarketplace.EventStore;
using LaborMarketplace.Http.OpenApi;
using LaborMarketplace.Http.Problems;
using LaborMarketplace.Http.Queries;
using LaborMarketplace.ReadApi.Documents;
using LaborMarketplace.ReadApi.Requests;
using Microsoft.AspNetCore.Routing;

namespace LaborMarketplace.ReadApi.Skills;

/// <summary>The skills that helpers can have and jobs can ask for.</summary>
internal static class SkillEndpoints
{
    private static readonly CachedDocument Catalogue = new(JsonSerializer.SerializeToUtf8Bytes(
        new Dictionary<string, object?> { ["items"] = SkillCatalogue.All, ["next"] = null }, MarketplaceJson.Options));

    public static void MapSkills(this IEndpointRouteBuilder endpoints) => endpoints.MapReading(
        "/skills", [],
        new Operation("Skills", "listSkills", "Lists every skill there is, by occupation.")
        {
            Answer = new Page<CatalogueSkill>([SkillCatalogue.All[0]], null),
        },
        Get);

    private static async Task<Problem?> Get(ReadRequest request) =>
        new QueryReader(request.Context.Request.Query, []).Problem ?? await request.Answer(Catalogue);
}
