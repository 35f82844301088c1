using LaborMarketplace.Domain.Values;
using static LaborMarketplace.Domain.Decision<LaborMarketplace.Domain.EmailReservations.EmailReservationEvent>;

namespace LaborMarketplace.Domain.EmailReservations;

/// <summary>What happened to an e-mail address. The stream is named after a keyed hash of the address, which it never holds.</summary>
public abstract record EmailReservationEvent
{
    private EmailReservationEvent() { }

    [EventName("email.reserved.v1")]
    public sealed record Reserved(HelperId Helper, DateTimeOffset Until, int Policy) : EmailReservationEvent;

    [EventName("email.confirmed.v1")]
    public sealed record Confirmed(HelperId Helper) : EmailReservationEvent;
}

public abstract record EmailReservationCommand
{
    private EmailReservationCommand() { }

    /// <summary>Keeps the address for a helper who is about to register.</summary>
    public sealed record Reserve(HelperId Helper) : EmailReservationCommand;

    /// <summary>Gives the address to the helper, who has registered with it.</summary>
    public sealed record Confirm(HelperId Helper) : EmailReservationCommand;
}

public abstract record EmailReservationState
{
    private EmailReservationState() { }

    public sealed record Free : EmailReservationState;

    public sealed record Reserved(HelperId Helper, DateTimeOffset Until) : EmailReservationState;

    public sealed record Taken(HelperId Helper) : EmailReservationState;
}

/// <summary>One address, one helper. A reservation that no registration follows lapses by itself.</summary>
public static class EmailReservationDecider
{
    public static Decider<EmailReservationState, EmailReservationCommand, EmailReservationEvent> For(Policy policy) =>
        new("email", new EmailReservationState.Free(), (state, command, now) => Decide(policy, state, command, now), Evolve);

    private static Decision<EmailReservationEvent> Decide(
        Policy policy, EmailReservationState state, EmailReservationCommand command, DateTimeOffset now) => (state, command) switch
    {
        (EmailReservationState.Taken taken, EmailReservationCommand.Reserve reserve) when taken.Helper == reserve.Helper => Unchanged,
        (EmailReservationState.Reserved held, EmailReservationCommand.Reserve reserve) when held.Helper == reserve.Helper && held.Until > now => Unchanged,
        (EmailReservationState.Taken, _) when !BelongsTo(state, command) => EmailTaken,
        (EmailReservationState.Reserved held, EmailReservationCommand.Reserve) when held.Helper != Asker(command) && held.Until > now => EmailTaken,
        (_, EmailReservationCommand.Reserve reserve) => Accept(new EmailReservationEvent.Reserved(reserve.Helper, now + policy.EmailReservationLasts, policy.Version)),
        (EmailReservationState.Taken, EmailReservationCommand.Confirm) => Unchanged,
        (EmailReservationState.Reserved, EmailReservationCommand.Confirm confirm) when BelongsTo(state, command) =>
            Accept(new EmailReservationEvent.Confirmed(confirm.Helper)),
        _ => EmailTaken,
    };

    private static EmailReservationState Evolve(EmailReservationState state, EmailReservationEvent recorded) => recorded switch
    {
        EmailReservationEvent.Reserved reserved => new EmailReservationState.Reserved(reserved.Helper, reserved.Until),
        EmailReservationEvent.Confirmed confirmed => new EmailReservationState.Taken(confirmed.Helper),
        _ => state,
    };

    private static Decision<EmailReservationEvent> EmailTaken =>
        Refuse("helper.email-taken", "Another helper is registered with this e-mail address, or is just registering with it.");

    private static bool BelongsTo(EmailReservationState state, EmailReservationCommand command) => Asker(command) == state switch
    {
        EmailReservationState.Reserved held => held.Helper,
        EmailReservationState.Taken taken => taken.Helper,
        _ => null,
    };

    private static HelperId? Asker(EmailReservationCommand command) => command switch
    {
        EmailReservationCommand.Reserve reserve => reserve.Helper,
        EmailReservationCommand.Confirm confirm => confirm.Helper,
        _ => null,
    };
}
