using LaborMarketplace.Domain;
using LaborMarketplace.Domain.Employers;
using LaborMarketplace.Domain.Jobs;
using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Commands.Jobs;

/// <summary>What people and processes ask of jobs' streams.</summary>
public sealed class JobCommands(CommandExecutor executor, Deciders deciders, Facts facts)
{
    public Task<CommandResult> Draft(JobId job, EmployerId employer, JobTerms terms, CommandContext context, CancellationToken cancellation) =>
        Draft(job, employer, terms, repostOf: null, context, cancellation);

    /// <summary>Drafts a job like another one, at another time.</summary>
    /// <param name="of">The job that is repeated; its employer stays.</param>
    public async Task<CommandResult> Repost(JobId of, JobId job, TimeWindow when, CommandContext context, CancellationToken cancellation) =>
        await facts.Job(of, cancellation) is JobState.Drafted original
            ? await Draft(job, original.Facts.Employer, original.Facts.Terms with { When = when }, of, context, cancellation)
            : new CommandResult.Refused(Access.Unknown("job", of.Value));

    public Task<CommandResult> Publish(JobId job, CommandContext context, CancellationToken cancellation) => executor.Execute(
        deciders.Job,
        Streams.Of(job),
        async (state, stop) =>
        {
            var employer = state is JobState.Drafted drafted ? await facts.Employer(drafted.Facts.Employer, stop) : null;
            var command = new JobCommand.Publish(employer is EmployerState.Verified);
            return Guarded(state, command, context.Actor, Facts.RoleAt(employer, context.Actor));
        },
        context,
        cancellation);

    /// <summary>All other commands.</summary>
    public Task<CommandResult> Execute(JobId job, JobCommand command, CommandContext context, CancellationToken cancellation) => executor.Execute(
        deciders.Job,
        Streams.Of(job),
        async (state, stop) =>
        {
            var role = state is JobState.Drafted drafted ? await facts.RoleOf(context.Actor, drafted.Facts.Employer, stop) : null;
            return Guarded(state, command, context.Actor, role);
        },
        context,
        cancellation);

    private Task<CommandResult> Draft(
        JobId job, EmployerId employer, JobTerms terms, JobId? repostOf, CommandContext context, CancellationToken cancellation) => executor.Create(
            deciders.Job,
            Streams.Of(job),
            async (_, stop) => await facts.Employer(employer, stop) is not EmployerState.Registered registered
                ? Access.Unknown("employer", employer.Value)
                : context.Actor is Actor.Person person && registered.Account.RoleOf(person.Id).Hires()
                    ? new JobCommand.Draft(job, employer, person.Id, terms, repostOf)
                    : Access.NotYours,
            context,
            cancellation);

    private static Ruling<JobCommand> Guarded(JobState state, JobCommand command, Actor actor, MemberRole? role) =>
        Guard(state, command, actor, role) is { } refusal ? refusal : command;

    /// <param name="role">What the actor is to the job's employer.</param>
    /// <returns>The refusal; null when the actor may.</returns>
    internal static Refusal? Guard(JobState state, JobCommand command, Actor actor, MemberRole? role) => (state, command, actor) switch
    {
        (_, _, Actor.Process) => null,
        (_, not (JobCommand.Edit or JobCommand.Publish or JobCommand.Close or JobCommand.Cancel), _) => Access.ProcessesOnly,
        (JobState.Drafted, _, _) => role.Hires() ? null : Access.NotYours,
        _ => null,
    };
}
