using LaborMarketplace.Domain;
using LaborMarketplace.Domain.EmailReservations;
using LaborMarketplace.Domain.Helpers;
using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Commands.Helpers;

/// <summary>What people and processes ask of helpers' streams.</summary>
public sealed class HelperCommands(CommandExecutor executor, Deciders deciders, Facts facts, KeyedCodes codes, CommandSettings settings)
{
    /// <summary>Registers the person who asks. The address is reserved for them first; the registration process confirms it.</summary>
    /// <remarks>
    /// A crash may part the two for longer than the reservation lasts, so each try reserves afresh. A registration that still comes after
    /// somebody else has taken the address remains a draft without a code, and so never gets further: see <see cref="RequestContactCode"/>.
    /// </remarks>
    public async Task<CommandResult> Register(HelperCommand.Register command, CommandContext context, CancellationToken cancellation)
    {
        if (Guard(command, command.Helper, context.Actor) is { } refusal)
        {
            return new CommandResult.Refused(refusal);
        }

        return await facts.Helper(command.Helper, cancellation) is HelperState.Unregistered
            && await Ask(command.Email, new EmailReservationCommand.Reserve(command.Helper), context, cancellation) is var reserved and not CommandResult.Done
            ? reserved
            : await executor.Execute(deciders.Helper, Streams.Of(command.Helper), command, context, cancellation);
    }

    /// <summary>Sends another contact code, which takes the place of the last. No code goes to an address that is another helper's.</summary>
    public async Task<CommandResult> RequestContactCode(HelperId helper, CommandContext context, CancellationToken cancellation)
    {
        var state = await facts.Helper(helper, cancellation);
        if (state is HelperState.Registered && context.Actor is Actor.Person && !context.Actor.Is(helper))
        {
            return new CommandResult.Refused(Access.NotYours);
        }

        return state is HelperState.Registered { Profile: { Email: var email, Contact: not ContactCheck.Verified } }
            && await Claim(helper, email, context, cancellation) is var claimed and not CommandResult.Done
            ? claimed
            : await executor.Execute(
                deciders.Helper,
                Streams.Of(helper),
                (latest, _) => ValueTask.FromResult<Ruling<HelperCommand>>(NextCode(helper, latest)),
                context,
                cancellation);
    }

    /// <remarks>A wrong code is counted, which is an event, and refused.</remarks>
    /// <param name="code">The six digits that were sent.</param>
    public async Task<CommandResult> VerifyContact(HelperId helper, string code, CommandContext context, CancellationToken cancellation)
    {
        var result = await Execute(helper, new HelperCommand.VerifyContact(codes.DigestOf(helper, code)), context, cancellation);
        return result is CommandResult.Done && ContactRules.Mistake(settings.Policy, await facts.Helper(helper, cancellation)) is { } mistake
            ? new CommandResult.Refused(mistake)
            : result;
    }

    /// <summary>All other commands.</summary>
    public Task<CommandResult> Execute(HelperId helper, HelperCommand command, CommandContext context, CancellationToken cancellation) =>
        executor.Execute(
            deciders.Helper,
            Streams.Of(helper),
            (state, _) => ValueTask.FromResult<Ruling<HelperCommand>>(
                state is HelperState.Registered && Guard(command, helper, context.Actor) is { } refusal ? refusal : command),
            context,
            cancellation);

    /// <returns>The refusal; null when the actor may.</returns>
    internal static Refusal? Guard(HelperCommand command, HelperId helper, Actor actor) => (command, actor) switch
    {
        (_, Actor.Process) => null,
        (HelperCommand.IssueContactCode, _) => Access.ProcessesOnly,
        (HelperCommand.RecordFileScan, _) => actor.Has(Role.Operator) ? null : Access.RoleNeeded(Role.Operator),
        (HelperCommand.Register, _) when !actor.Has(Role.Helper) => Access.RoleNeeded(Role.Helper),
        _ => actor.Is(helper) ? null : Access.NotYours,
    };

    /// <summary>Makes the address the helper's, unless it is somebody else's.</summary>
    private async Task<CommandResult> Claim(HelperId helper, EmailAddress email, CommandContext context, CancellationToken cancellation) =>
        await Ask(email, new EmailReservationCommand.Reserve(helper), context, cancellation) is var reserved and not CommandResult.Done
            ? reserved
            : await Ask(email, new EmailReservationCommand.Confirm(helper), context, cancellation);

    private Task<CommandResult> Ask(
        EmailAddress email, EmailReservationCommand command, CommandContext context, CancellationToken cancellation) =>
        executor.Execute(deciders.Email, Streams.OfEmail(codes.AddressKey(email)), command, context.AfreshBefore(), cancellation);

    private HelperCommand.IssueContactCode NextCode(HelperId helper, HelperState state)
    {
        var number = state is HelperState.Registered { Profile.Contact: ContactCheck.CodeSent sent } ? sent.Number + 1 : 1;
        return new HelperCommand.IssueContactCode(number, codes.DigestOf(helper, codes.ContactCode(helper, number)));
    }
}
