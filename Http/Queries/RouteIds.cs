using LaborMarketplace.Domain.Values;
using LaborMarketplace.Http.Bodies;
using LaborMarketplace.Http.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LaborMarketplace.Http.Queries;

/// <summary>Reads the ids in an address's path.</summary>
public static class RouteIds
{
    public static Parsed<T> Id<T>(this HttpContext context, string name)
        where T : struct, IScalar<T, Guid>
    {
        var text = context.GetRouteValue(name) as string ?? "";
        if (!Guid.TryParseExact(text, "D", out var id))
        {
            return Problem.OfParameter(name, $"An id is a UUID like 01939a7c-8d6e-7c1a-b5f0-0a3d6f1e2b4c, not {ProblemWriter.Echo(text)}.");
        }

        try
        {
            return T.From(id);
        }
        catch (ShapeException exception)
        {
            return Problem.OfParameter(name, exception.Message);
        }
    }
}
