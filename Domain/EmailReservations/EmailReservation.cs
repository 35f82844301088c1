using System.Diagnostics;
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

/// <summary>What can be asked of an e-mail address.</summary>
public abstract record EmailReservationCommand
{
    private EmailReservationCommand() { }

    /// <summary>Keeps the address for a helper who is about to register.</summary>
    public sealed record Reserve(HelperId Helper) : EmailReservationCommand;

    /// <summary>Gives the address to the helper, who has registered with it.</summary>
    public sealed record Confirm(HelperId Helper) : EmailReservationCommand;
}

/// <summary>An address's life: Free → Reserved → Taken. A reservation that has lapsed keeps nobody out.</summary>
public abstract record EmailReservationState
{
    private EmailReservationState() { }

    public sealed record Free : EmailReservationState;

    /// <param name="Until">The reservation counts before this instant, and no more from it on.</param>
    public sealed record Reserved(HelperId Helper, DateTimeOffset Until) : EmailReservationState;

    public sealed record Taken(HelperId Helper) : EmailReservationState;
}

/// <summary>One address, one helper. A reservation that no registration follows lapses by itself.</summary>
public static class EmailReservationDecider
{
    public static Decider<EmailReservationState, EmailReservationCommand, EmailReservationEvent> For(Policy policy) =>
        new("email", new EmailReservationState.Free(), (state, command, now) => Decide(policy, state, command, now), Evolve);

    private static Decision<EmailReservationEvent> Decide(
        Policy policy, EmailReservationState state, EmailReservationCommand command, DateTimeOffset now) =>
        command switch
        {
            EmailReservationCommand.Reserve reserve => state switch
            {
                EmailReservationState.Taken taken => taken.Helper == reserve.Helper ? Unchanged : EmailTaken,
                EmailReservationState.Reserved held when held.Until > now => held.Helper == reserve.Helper ? Unchanged : EmailTaken,
                _ => Accept(new EmailReservationEvent.Reserved(reserve.Helper, now + policy.EmailReservationLasts, policy.Version)),
            },
            // A reservation that has lapsed still does for a helper who has registered meanwhile, as long as nobody else came.
            EmailReservationCommand.Confirm confirm => state switch
            {
                EmailReservationState.Taken taken => taken.Helper == confirm.Helper ? Unchanged : EmailTaken,
                EmailReservationState.Reserved held when held.Helper == confirm.Helper => Accept(new EmailReservationEvent.Confirmed(confirm.Helper)),
                EmailReservationState.Reserved => EmailTaken,
                _ => Refuse("helper.email-not-reserved", "The address is reserved before it is confirmed."),
            },
            _ => throw new UnreachableException(),
        };

    private static EmailReservationState Evolve(EmailReservationState state, EmailReservationEvent recorded) => recorded switch
    {
        EmailReservationEvent.Reserved reserved => new EmailReservationState.Reserved(reserved.Helper, reserved.Until),
        EmailReservationEvent.Confirmed confirmed => new EmailReservationState.Taken(confirmed.Helper),
        _ => state,
    };

    private static Decision<EmailReservationEvent> EmailTaken =>
        Refuse("helper.email-taken", "Another helper is registered with this e-mail address, or is just registering with it.");
}
