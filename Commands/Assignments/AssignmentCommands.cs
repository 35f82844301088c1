using System.Security.Cryptography;
using System.Text;
using LaborMarketplace.Domain;
using LaborMarketplace.Domain.Assignments;
using LaborMarketplace.Domain.Employers;
using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Commands.Assignments;

/// <summary>
/// What people and processes ask of assignments' streams. The side, approver or reviewer in a command is the person who asks,
/// whatever it says.
/// </summary>
public sealed class AssignmentCommands(CommandExecutor executor, Deciders deciders, Facts facts, KeyedCodes codes)
{
    /// <summary>Checks in with the code that the supervisor read to the helper.</summary>
    /// <param name="supervisorCode">Six digits.</param>
    public Task<CommandResult> CheckIn(AssignmentId assignment, string supervisorCode, CommandContext context, CancellationToken cancellation)
    {
        var right = CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(supervisorCode), Encoding.UTF8.GetBytes(codes.SupervisorCode(assignment)));
        return Guarded(assignment, new AssignmentCommand.CheckIn(new CheckInEvidence.SupervisorCode(right)), context, cancellation);
    }

    /// <summary>The code that the employer's supervisor reads to the helper on the spot.</summary>
    public async Task<Ruling<string>> SupervisorCode(AssignmentId assignment, Actor actor, CancellationToken cancellation)
    {
        var loaded = await executor.Load(deciders.Assignment, Streams.Of(assignment), cancellation);
        if (loaded.State is not AssignmentState.Existing { Facts: var agreed })
        {
            return Access.Unknown("assignment", assignment.Value);
        }

        return await facts.RoleOf(actor, agreed.Employer, cancellation) is null || actor.Is(agreed.Helper)
            ? Access.NotYours
            : codes.SupervisorCode(assignment);
    }

    /// <summary>All other commands; a check-in with a position, or with none for remote work, is one of them.</summary>
    public Task<CommandResult> Execute(AssignmentId assignment, AssignmentCommand command, CommandContext context, CancellationToken cancellation) =>
        command is AssignmentCommand.CheckIn { Evidence: CheckInEvidence.SupervisorCode } && context.Actor is Actor.Person
            ? Task.FromResult<CommandResult>(new CommandResult.Refused(Access.ProcessesOnly))
            : Guarded(assignment, command, context, cancellation);

    private Task<CommandResult> Guarded(
        AssignmentId assignment, AssignmentCommand command, CommandContext context, CancellationToken cancellation) => executor.Execute(
            deciders.Assignment,
            Streams.Of(assignment),
            async (state, stop) =>
            {
                var role = state is AssignmentState.Existing existing ? await facts.RoleOf(context.Actor, existing.Facts.Employer, stop) : null;
                return (Guard(state, command, context.Actor, role) ?? await Objection(state, command, stop)) is { } refusal
                    ? refusal
                    : Signed(state, command, context.Actor);
            },
            context,
            cancellation);

    /// <summary>Work is not moved to where the helper has other work; the reschedule process finds what gets there at the same moment.</summary>
    private async Task<Refusal?> Objection(AssignmentState state, AssignmentCommand command, CancellationToken cancellation) =>
        state is AssignmentState.Existing { Facts: var agreed }
        && command is AssignmentCommand.Reschedule { When: var when }
        && await facts.IsTaken(agreed.Helper, when, agreed.Application, cancellation)
            ? new Refusal(RefusalKind.Conflict, "calendar.slot-taken", "The helper's time is taken by other work.", [("asked", when)])
            : null;

    /// <param name="role">What the actor is to the assignment's employer.</param>
    /// <returns>The refusal; null when the actor may.</returns>
    internal static Refusal? Guard(AssignmentState state, AssignmentCommand command, Actor actor, MemberRole? role)
    {
        if (state is not AssignmentState.Existing { Facts.Helper: var helper } || actor is Actor.Process)
        {
            return null;
        }

        return command switch
        {
            AssignmentCommand.ResolveDispute when !actor.Has(Role.Reviewer) => Access.RoleNeeded(Role.Reviewer),
            AssignmentCommand.ResolveDispute => actor.Is(helper) || role is not null ? Access.OwnCase : null,
            AssignmentCommand.ApproveHours => role.ApprovesHours() ? null : Access.NotYours,
            AssignmentCommand.ReportNoShow => role.Hires() ? null : Access.NotYours,
            AssignmentCommand.OpenDispute or AssignmentCommand.AnswerDispute => actor.Is(helper) || role is not null ? null : Access.NotYours,
            AssignmentCommand.Reschedule or AssignmentCommand.Cancel or AssignmentCommand.Rate =>
                actor.Is(helper) || role.Hires() ? null : Access.NotYours,
            AssignmentCommand.Schedule or AssignmentCommand.AskConfirmation or AssignmentCommand.ApproveUntouchedHours or AssignmentCommand.Close =>
                Access.ProcessesOnly,
            _ => actor.Is(helper) ? null : Access.NotYours,
        };
    }

    private static AssignmentCommand Signed(AssignmentState state, AssignmentCommand command, Actor actor)
    {
        if (actor is not Actor.Person person || state is not AssignmentState.Existing existing)
        {
            return command;
        }

        var side = actor.Is(existing.Facts.Helper) ? Side.Helper : Side.Employer;
        return command switch
        {
            AssignmentCommand.Reschedule reschedule => reschedule with { By = side },
            AssignmentCommand.OpenDispute open => open with { By = side },
            AssignmentCommand.AnswerDispute answer => answer with { By = side },
            AssignmentCommand.Cancel cancel => cancel with { By = side },
            AssignmentCommand.Rate rate => rate with { By = side },
            AssignmentCommand.ApproveHours approve => approve with { By = person.Id },
            AssignmentCommand.ResolveDispute resolve => resolve with { Reviewer = person.Id },
            _ => command,
        };
    }
}
