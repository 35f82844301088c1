using LaborMarketplace.Domain.Values;
using LaborMarketplace.Http.Authentication;
using LaborMarketplace.Http.Bodies;
using LaborMarketplace.Http.Limits;
using LaborMarketplace.Http.OpenApi;
using LaborMarketplace.Http.Problems;
using LaborMarketplace.Http.Queries;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Proving;
using LaborMarketplace.Projections.Rebuilding;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace LaborMarketplace.ReadApi.Models;

/// <summary>A request about one read model.</summary>
/// <param name="Cancellation">Ends with the request, and with the door.</param>
internal sealed record ModelRequest(HttpContext Context, Projection Projection, CancellationToken Cancellation)
{
    public PersonId Person => Caller.Of(Context).Person;

    /// <returns>Null: there is no problem.</returns>
    public async Task<Problem?> Answer<T>(T value, int status = StatusCodes.Status200OK)
    {
        Context.Response.StatusCode = status;
        Context.Response.Headers.CacheControl = "no-store";
        await Context.WriteJson(value);
        return null;
    }
}

/// <summary>Maps what is done with one read model, all alike: <c>POST /v1/projections/{name}/switch</c>.</summary>
/// <remarks>What is done takes as long as it takes: none of it has the limit on the time of an answer, all of it ends with its caller or the door.</remarks>
internal sealed class ModelRoutes(IEndpointRouteBuilder endpoints)
{
    private static readonly TimeSpan MayBeBack = TimeSpan.FromSeconds(1);
    private static readonly ProblemKind[] OfBodies =
        [ProblemKind.InvalidBody, ProblemKind.MalformedJson, ProblemKind.BodyTooLarge, ProblemKind.UnsupportedMediaType];

    private readonly IReadOnlyList<Projection> _projections = endpoints.ServiceProvider.GetRequiredService<IReadOnlyList<Projection>>();
    private readonly LimitSettings _limits = endpoints.ServiceProvider.GetRequiredService<LimitSettings>();
    private readonly CancellationToken _stopping = endpoints.ServiceProvider.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;

    /// <param name="verb">The last part of the address.</param>
    /// <param name="operation">What the OpenAPI document says.</param>
    /// <param name="refusal">The code of the problem when it is refused as things stand.</param>
    /// <param name="work">Answers, or says why not.</param>
    public IEndpointConventionBuilder Get(string verb, Operation operation, string refusal, Func<ModelRequest, Task<Problem?>> work) =>
        Shared(endpoints.MapGet(PathOf(verb), context => Handle(context, refusal, work)), operation, []);

    /// <inheritdoc cref="Get"/>
    public IEndpointConventionBuilder Delete(string verb, Operation operation, string refusal, Func<ModelRequest, Task<Problem?>> work) =>
        Shared(endpoints.MapDelete(PathOf(verb), context => Handle(context, refusal, work)), operation, []);

    /// <inheritdoc cref="Get"/>
    public IEndpointConventionBuilder Post<TBody>(
        string verb, Operation operation, string refusal, TBody example, Func<ModelRequest, TBody, Task<Problem?>> work)
        where TBody : class =>
        Shared(
            endpoints.MapPost(PathOf(verb), context => Handle(context, refusal, async request => (await Body<TBody>(context)).Succeeded(out var body, out var problem)
                ? await work(request, body)
                : problem)),
            operation with { Body = example },
            OfBodies);

    private static string PathOf(string verb) => $"/projections/{{name}}/{verb}";

    private static IEndpointConventionBuilder Shared(IEndpointConventionBuilder endpoint, Operation operation, IReadOnlyList<ProblemKind> problems) => endpoint
        .Describe(operation with { TextInPath = ["name"], Problems = [.. operation.Problems, .. problems, ProblemKind.NotFound, ProblemKind.Refused] })
        .DisableRequestTimeout();

    private async Task<Parsed<TBody>> Body<TBody>(HttpContext context)
        where TBody : class =>
        (await RequestBody.Read(context.Request, _limits.BodyBytes, context.RequestAborted)).Succeeded(out var bytes, out var problem)
            ? RequestBody.Parse<TBody>(bytes)
            : problem;

    private async Task Handle(HttpContext context, string refusal, Func<ModelRequest, Task<Problem?>> work)
    {
        if (await Answer(context, refusal, work) is { } problem)
        {
            await context.Write(problem);
        }
    }

    private async Task<Problem?> Answer(HttpContext context, string refusal, Func<ModelRequest, Task<Problem?>> work)
    {
        if (new QueryReader(context.Request.Query, []).Problem is { } wrong)
        {
            return wrong;
        }

        var name = context.GetRouteValue("name") as string ?? "";
        if (_projections.SingleOrDefault(known => known.Name == name) is not { } projection)
        {
            return new Problem(ProblemKind.NotFound, $"There is no read model {ProblemWriter.Echo(name)}; GET /v1/projections lists them.") { Code = "projection.not-found" };
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _stopping);
        try
        {
            return await work(new ModelRequest(context, projection, ending.Token));
        }
        catch (Exception failure) when (!context.Response.HasStarted && ProblemOf(failure, refusal, context) is not null)
        {
            return ProblemOf(failure, refusal, context);
        }
    }

    /// <summary>What a person can put right, as a problem; null for anything else.</summary>
    private Problem? ProblemOf(Exception failure, string refusal, HttpContext context) => failure switch
    {
        RebuildException => new Problem(ProblemKind.Refused, failure.Message) { Code = refusal },
        OtherVersionException => new Problem(ProblemKind.Refused, failure.Message) { Code = "projection.other-version" },
        FoldException => new Problem(ProblemKind.Refused, failure.Message) { Code = "projection.cannot-fold" },
        PostgresException { SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName } =>
            new Problem(ProblemKind.Unavailable, "The read model's tables are being made, or taken away.") { RetryAfter = MayBeBack },
        OperationCanceledException when _stopping.IsCancellationRequested && !context.RequestAborted.IsCancellationRequested =>
            new Problem(ProblemKind.Unavailable, "The door is being closed; what was begun can be taken up again.") { RetryAfter = MayBeBack },
        _ => null,
    };
}
