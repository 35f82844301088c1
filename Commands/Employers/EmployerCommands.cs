using LaborMarketplace.Domain;
using LaborMarketplace.Domain.Employers;
using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Commands.Employers;

/// <summary>What people ask of employers' streams. Owner and reviewer in a command are the person who asks, whatever it says.</summary>
public sealed class EmployerCommands(CommandExecutor executor, Deciders deciders)
{
    public Task<CommandResult> Execute(EmployerId employer, EmployerCommand command, CommandContext context, CancellationToken cancellation) =>
        executor.Execute(
            deciders.Employer,
            Streams.Of(employer),
            (state, _) => ValueTask.FromResult<Ruling<EmployerCommand>>(
                Guard(state, command, context.Actor) is { } refusal ? refusal : Signed(command, context.Actor)),
            context,
            cancellation);

    /// <returns>The refusal; null when the actor may.</returns>
    internal static Refusal? Guard(EmployerState state, EmployerCommand command, Actor actor) => (state, command, actor) switch
    {
        (_, _, not Actor.Person) => null,
        (_, EmployerCommand.Register, _) => actor.Has(Role.Employer) ? null : Access.RoleNeeded(Role.Employer),
        (_, EmployerCommand.Verify or EmployerCommand.Suspend or EmployerCommand.Reinstate, _) =>
            actor.Has(Role.Reviewer) ? null : Access.RoleNeeded(Role.Reviewer),
        (EmployerState.Registered registered, _, Actor.Person person) =>
            May(registered.Account.RoleOf(person.Id), command) ? null : Access.NotYours,
        _ => null,
    };

    private static bool May(MemberRole? role, EmployerCommand command) => command switch
    {
        EmployerCommand.AddMember or EmployerCommand.RemoveMember => role is MemberRole.Owner,
        _ => role.Hires(),
    };

    private static EmployerCommand Signed(EmployerCommand command, Actor actor) => (command, actor) switch
    {
        (EmployerCommand.Register register, Actor.Person person) => register with { Owner = person.Id },
        (EmployerCommand.Verify verify, Actor.Person person) => verify with { Reviewer = person.Id },
        (EmployerCommand.Suspend suspend, Actor.Person person) => suspend with { Reviewer = person.Id },
        (EmployerCommand.Reinstate reinstate, Actor.Person person) => reinstate with { Reviewer = person.Id },
        _ => command,
    };
}
