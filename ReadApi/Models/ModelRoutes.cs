using LaborMarketplace.Domain.Values;
using LaborMarketplace.EventStore;
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

/// <summary>A request about a read model, or about all.</summary>
/// <param name="Cancellation">Ends with the request, and with the door.</param>
internal sealed record ModelRequest(HttpContext Context, ModelScope Scope, CancellationToken Cancellation)
{
    /// <summary>The read model, where it is one.</summary>
    public Projection Projection => Scope.Model;

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

/// <summary>Maps what is done with read models, all alike: <c>POST /v1/projections/{name}/switch</c>.</summary>
/// <remarks>What is done takes as long as it takes: none of it has the limit on the time of an answer, all of it ends with its caller or the door.</remarks>
/// <param name="endpoints">Below <c>/v1</c>.</param>
/// <param name="ofAll">Whether it is done with all of them, at <c>/v1/projections</c>, rather than with the one that the address names.</param>
internal sealed class ModelRoutes(IEndpointRouteBuilder endpoints, bool ofAll = false)
{
    private static readonly TimeSpan MayBeBack = TimeSpan.FromSeconds(1);
    private static readonly ProblemCode NotFound = new(ProblemKind.NotFound, "projection.not-found");
    private static readonly ProblemCode OtherVersion = Refusal("projection.other-version");
    private static readonly ProblemCode CannotFold = Refusal("projection.cannot-fold");
    private static readonly ProblemKind[] OfBodies =
        [ProblemKind.InvalidBody, ProblemKind.MalformedJson, ProblemKind.BodyTooLarge, ProblemKind.UnsupportedMediaType];

    /// <summary>What work with the log that folds it may be answered with.</summary>
    public static readonly IReadOnlyCollection<ProblemCode> OfFolding = [CannotFold];

    /// <summary>The same, where the version matters that serves.</summary>
    public static readonly IReadOnlyCollection<ProblemCode> OfServing = [CannotFold, OtherVersion];

    private readonly IReadOnlyList<Projection> _projections = endpoints.ServiceProvider.GetRequiredService<IReadOnlyList<Projection>>();
    private readonly LimitSettings _limits = endpoints.ServiceProvider.GetRequiredService<LimitSettings>();
    private readonly CancellationToken _stopping = endpoints.ServiceProvider.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;

    /// <param name="verb">The last part of the address.</param>
    /// <param name="operation">What the OpenAPI document says.</param>
    /// <param name="refusal">The code when it is refused as things stand; null where it never is.</param>
    /// <param name="work">Answers, or says why not.</param>
    public IEndpointConventionBuilder Get(string verb, Operation operation, string? refusal, Func<ModelRequest, Task<Problem?>> work) =>
        Shared(endpoints.MapGet(PathOf(verb), context => Handle(context, refusal, work)), operation, refusal);

    /// <inheritdoc cref="Get"/>
    public IEndpointConventionBuilder Delete(string verb, Operation operation, string? refusal, Func<ModelRequest, Task<Problem?>> work) =>
        Shared(endpoints.MapDelete(PathOf(verb), context => Handle(context, refusal, work)), operation, refusal);

    /// <inheritdoc cref="Get"/>
    public IEndpointConventionBuilder Post<TBody>(
        string verb, Operation operation, string? refusal, TBody example, Func<ModelRequest, TBody, Task<Problem?>> work)
        where TBody : class =>
        Shared(
            endpoints.MapPost(PathOf(verb), context => Handle(
                context, refusal, async request => (await Body<TBody>(context)).Succeeded(out var body, out var problem)
                    ? await work(request, body)
                    : problem)),
            operation with { Body = example, Problems = OfBodies },
            refusal);

    public static ProblemCode Refusal(string code) => new(ProblemKind.Refused, code);

    private string PathOf(string verb) => ofAll ? $"/projections/{verb}" : $"/projections/{{name}}/{verb}";

    private IEndpointConventionBuilder Shared(IEndpointConventionBuilder endpoint, Operation operation, string? refusal) => endpoint
        .Describe(operation with
        {
            TextInPath = ["name"],
            Codes = [.. operation.Codes, .. ofAll ? (ProblemCode[])[] : [NotFound], .. refusal is null ? (ProblemCode[])[] : [Refusal(refusal)]],
        })
        .DisableRequestTimeout();

    private async Task<Parsed<TBody>> Body<TBody>(HttpContext context)
        where TBody : class =>
        (await RequestBody.Read(context.Request, _limits.BodyBytes, context.RequestAborted)).Succeeded(out var bytes, out var problem)
            ? RequestBody.Parse<TBody>(bytes)
            : problem;

    private async Task Handle(HttpContext context, string? refusal, Func<ModelRequest, Task<Problem?>> work)
    {
        if (await Answer(context, refusal, work) is { } problem)
        {
            await context.Write(problem);
        }
    }

    private async Task<Problem?> Answer(HttpContext context, string? refusal, Func<ModelRequest, Task<Problem?>> work)
    {
        if (new QueryReader(context.Request.Query, []).Problem is { } wrong)
        {
            return wrong;
        }

        if (Scope(context) is not { } scope)
        {
            var name = context.GetRouteValue("name") as string ?? "";
            return new Problem(NotFound.Kind, $"There is no read model {ProblemWriter.Echo(name)}; GET /v1/projections lists them.") { Code = NotFound.Code };
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _stopping);
        try
        {
            return await work(new ModelRequest(context, scope, ending.Token));
        }
        catch (Exception failure) when (!context.Response.HasStarted && ProblemOf(failure, refusal, context) is not null)
        {
            return ProblemOf(failure, refusal, context);
        }
    }

    /// <returns>Null when there is no read model of that name.</returns>
    private ModelScope? Scope(HttpContext context) =>
        ofAll ? ModelScope.OfAll(_projections)
        : _projections.SingleOrDefault(known => known.Name == context.GetRouteValue("name") as string) is { } projection ? ModelScope.Of(projection)
        : null;

    /// <summary>What a person can put right, as a problem; null for anything else.</summary>
    private Problem? ProblemOf(Exception failure, string? refusal, HttpContext context) => failure switch
    {
        RebuildException when refusal is not null => new Problem(ProblemKind.Refused, failure.Message) { Code = refusal },
        OtherVersionException => new Problem(OtherVersion.Kind, failure.Message) { Code = OtherVersion.Code },
        FoldException or LogCorruptedException => new Problem(CannotFold.Kind, failure.Message) { Code = CannotFold.Code },
        PostgresException { SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName } =>
            new Problem(ProblemKind.Unavailable, "The read model's tables are being made, or taken away.") { RetryAfter = MayBeBack },
        OperationCanceledException when _stopping.IsCancellationRequested && !context.RequestAborted.IsCancellationRequested =>
            new Problem(ProblemKind.Unavailable, "The door is being closed; what was begun can be taken up again.") { RetryAfter = MayBeBack },
        _ => null,
    };
}
