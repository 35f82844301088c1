using LaborMarketplace.Domain;
using LaborMarketplace.Domain.Helpers;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.Domain.Verifications;

namespace LaborMarketplace.Commands.Verifications;

/// <summary>What people ask of verifications' streams. The reviewer in a command is the person who asks, whatever it says.</summary>
public sealed class VerificationCommands(CommandExecutor executor, Deciders deciders, Facts facts)
{
    /// <summary>Asks for a verification of the helper; the answer's stream is the verification's.</summary>
    public async Task<CommandResult> Request(HelperId helper, VerificationType type, CommandContext context, CancellationToken cancellation)
    {
        if (await facts.Helper(helper, cancellation) is HelperState.Unregistered)
        {
            return new CommandResult.Refused(Access.Unknown("helper", helper.Value));
        }

        if (context.Actor is Actor.Person && !context.Actor.Is(helper))
        {
            return new CommandResult.Refused(Access.NotYours);
        }

        var verification = DerivedId.Verification(helper, type);
        return await executor.Execute(
            deciders.Verification, Streams.Of(verification), new VerificationCommand.Request(verification, helper, type), context, cancellation);
    }

    /// <summary>All other commands.</summary>
    public Task<CommandResult> Execute(VerificationId verification, VerificationCommand command, CommandContext context, CancellationToken cancellation) =>
        executor.Execute(
            deciders.Verification,
            Streams.Of(verification),
            (state, _) => ValueTask.FromResult<Ruling<VerificationCommand>>(
                Guard(state, command, context.Actor) is { } refusal ? refusal : Signed(command, context.Actor)),
            context,
            cancellation);

    /// <returns>The refusal; null when the actor may.</returns>
    internal static Refusal? Guard(VerificationState state, VerificationCommand command, Actor actor) => (state, command, actor) switch
    {
        (_, _, Actor.Process) or (VerificationState.Unrequested, _, _) => null,
        (VerificationState.Known known, VerificationCommand.Start or VerificationCommand.Clear or VerificationCommand.Fail, _) =>
            !actor.Has(Role.Reviewer) ? Access.RoleNeeded(Role.Reviewer) : actor.Is(known.Subject.Helper) ? Access.OwnCase : null,
        (VerificationState.Known known, _, _) => actor.Is(known.Subject.Helper) ? null : Access.NotYours,
        _ => null,
    };

    private static VerificationCommand Signed(VerificationCommand command, Actor actor) => (command, actor) switch
    {
        (VerificationCommand.Start start, Actor.Person person) => start with { Reviewer = person.Id },
        (VerificationCommand.Clear clear, Actor.Person person) => clear with { Reviewer = person.Id },
        (VerificationCommand.Fail fail, Actor.Person person) => fail with { Reviewer = person.Id },
        _ => command,
    };
}
