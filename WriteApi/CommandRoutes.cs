using LaborMarketplace.Commands;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.Http.Limits;
using LaborMarketplace.Http.OpenApi;
using LaborMarketplace.Http.Problems;
using LaborMarketplace.Http.Queries;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LaborMarketplace.WriteApi;

/// <summary>Does a command that needs a body.</summary>
internal delegate Task<CommandResult> Run<in TId, in TBody>(TId id, TBody body, CommandContext context, CancellationToken cancellation);

/// <summary>Maps the commands of one aggregate, one endpoint each, all alike: <c>POST /v1/jobs/{job}/publish</c>.</summary>
/// <param name="endpoints">Where they are mapped.</param>
/// <param name="aggregate">In the singular and in lower case: <c>job</c>.</param>
/// <param name="services">What every endpoint uses.</param>
internal sealed class CommandRoutes<TId>(IEndpointRouteBuilder endpoints, string aggregate, CommandServices services)
    where TId : struct, IScalar<TId, Guid>
{
    private string Collection => $"/v1/{aggregate}s";

    /// <summary>An id for what a command makes: a new one, or with an Idempotency-Key the same for each repeat.</summary>
    public Guid NewId(CommandContext context) => context.Request is null ? services.NewId() : DerivedId.Of("made", context.CommandId);

    /// <summary>The command that makes an aggregate; it is posted to the collection, and answered with where it is.</summary>
    /// <param name="verb">What it does, in kebab case: it names the operation.</param>
    /// <param name="summary">What it does, as a sentence.</param>
    /// <param name="example">A body that is taken.</param>
    /// <param name="run">Does it.</param>
    public void Create<TBody>(
        string verb, string summary, TBody example, Func<TBody, CommandContext, CancellationToken, Task<CommandResult>> run)
        where TBody : class
    {
        var operation = Describe(verb, summary, example) with
        {
            Status = StatusCodes.Status201Created,
            AnswerHeaders = [CommandHeaders.Location, .. CommandHeaders.Answer],
        };
        endpoints.MapPost(Collection, Handle).Describe(operation);

        async Task Handle(HttpContext context)
        {
            if ((await CommandRequest.Read<TBody>(context, services)).Succeeded(out var request, out var problem))
            {
                var result = await run(request.Body, request.Context, context.RequestAborted);
                await CommandAnswer.Write(context, result, Collection);
            }
            else
            {
                await context.Write(problem);
            }
        }
    }

    /// <summary>A command on an aggregate that is there.</summary>
    /// <inheritdoc cref="Create"/>
    public void Post<TBody>(string verb, string summary, TBody example, Run<TId, TBody> run)
        where TBody : class
    {
        endpoints.MapPost($"{Collection}/{{{aggregate}}}/{verb}", Handle).Describe(Describe(verb, summary, example));

        async Task Handle(HttpContext context)
        {
            if (!context.Id<TId>(aggregate).Succeeded(out var id, out var problem)
                || !(await CommandRequest.Read<TBody>(context, services)).Succeeded(out var request, out problem))
            {
                await context.Write(problem);
                return;
            }

            var result = await run(id, request.Body, request.Context, context.RequestAborted);
            await CommandAnswer.Write(context, result);
        }
    }

    /// <summary>A command that takes from the body only what is the client's to say.</summary>
    /// <inheritdoc cref="Create"/>
    public void Post<TBody, TCommand>(
        string verb, string summary, TBody example, Func<TBody, CommandContext, TCommand> command, Run<TId, TCommand> run)
        where TBody : class =>
        Post(verb, summary, example, (id, body, context, cancellation) => run(id, command(body, context), context, cancellation));

    /// <summary>A command that says all by its name, and by who asks.</summary>
    /// <inheritdoc cref="Create"/>
    public void Post<TCommand>(string verb, string summary, Func<CommandContext, TCommand> command, Run<TId, TCommand> run) =>
        Post(verb, summary, new Nothing(), (id, _, context, cancellation) => run(id, command(context), context, cancellation));

    /// <summary>A command that says all by its name.</summary>
    /// <inheritdoc cref="Create"/>
    public void Post(string verb, string summary, Func<TId, CommandContext, CancellationToken, Task<CommandResult>> run) =>
        Post(verb, summary, new Nothing(), (id, _, context, cancellation) => run(id, context, cancellation));

    private Operation Describe(string verb, string summary, object example) =>
        new($"{Capitalized(aggregate)}s", $"{aggregate}{string.Concat(verb.Split('-').Select(Capitalized))}", summary)
        {
            Body = example,
            RequestHeaders = CommandHeaders.Request,
            Answer = CommandAnswer.Example,
            AnswerHeaders = CommandHeaders.Answer,
            Problems = CommandHeaders.Problems,
        };

    private static string Capitalized(string word) => $"{char.ToUpperInvariant(word[0])}{word[1..]}";
}

/// <summary>What every endpoint of a command uses.</summary>
/// <param name="Time">The marketplace's clock.</param>
/// <param name="Limits">How large a body may be.</param>
internal sealed record CommandServices(TimeProvider Time, LimitSettings Limits)
{
    public Guid NewId() => Guid.CreateVersion7(Time.GetUtcNow());
}
