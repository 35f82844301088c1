using LaborMarketplace.Domain;
using LaborMarketplace.Domain.Applications;
using LaborMarketplace.Domain.Assignments;
using LaborMarketplace.Domain.Calendars;
using LaborMarketplace.Domain.Jobs;
using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Commands.Processes;

/// <summary>
/// Turns an accepted offer into a hire: the helper's time is held, the work scheduled, the time confirmed, the position filled, the hire
/// confirmed. A refused step undoes the ones before it and ends in a failed hire.
/// </summary>
/// <remarks>
/// The application stays accepted until the last step, so whoever runs the script again finds there whether it has ended. Undoing gives the
/// position back first: without it no later run can fill it, so a script that was interrupted while undoing comes to the same end.
/// </remarks>
public sealed class HireProcess(Facts facts) : IProcess
{
    public string Name => "hire";

    public bool Answers(object happened) => happened is ApplicationEvent.OfferAccepted;

    public async Task Run(Script script, CancellationToken cancellation)
    {
        var accepted = (ApplicationEvent.OfferAccepted)script.Event;
        var application = new ApplicationId(script.StreamId);
        if (await facts.Application(application, cancellation) is not ApplicationState.Accepted hire || hire.Offer.Id != accepted.Offer)
        {
            return;
        }

        if (await Hire(script, hire, cancellation) is { } refusal)
        {
            await Undo(script, hire, cancellation);
            await script.Application(
                "fail", application, new ApplicationCommand.FailHire(accepted.Offer, refusal.Code, Shortened(refusal.Sentence)), cancellation);
        }
    }

    private async Task<Refusal?> Hire(Script script, ApplicationState.Accepted hire, CancellationToken cancellation)
    {
        var (_, job, employer, helper, _) = hire.Facts;
        var (application, assignment, terms) = (hire.Facts.Application, DerivedId.Assignment(hire.Offer.Id), hire.Offer.Terms);
        var schedule = new AssignmentCommand.Schedule(assignment, application, job, employer, helper, terms.When, terms.Zone, terms.Place, terms.Pay);
        return await Objection(hire.Facts, cancellation)
            ?? await script.Calendar("hold", helper, new CalendarCommand.HoldSlot(helper, application, terms.When), cancellation)
            ?? await script.Assignment("schedule", assignment, schedule, cancellation)
            ?? await script.Calendar("confirm", helper, new CalendarCommand.ConfirmSlot(application), cancellation)
            ?? await script.Job("fill", job, new JobCommand.FillPosition(application), cancellation)
            ?? await script.Application("hired", application, new ApplicationCommand.ConfirmHire(hire.Offer.Id, assignment), cancellation);
    }

    private static async Task Undo(Script script, ApplicationState.Accepted hire, CancellationToken cancellation)
    {
        var (application, reason) = (hire.Facts.Application, new Reason("The hire could not be completed."));
        await script.Job("undo-reserve", hire.Facts.Job, new JobCommand.ReleasePosition(application, reason), cancellation);
        await script.Assignment(
            "undo-schedule", DerivedId.Assignment(hire.Offer.Id), new AssignmentCommand.Cancel(Side.Marketplace, reason), cancellation);
        await script.Calendar("undo-hold", hire.Facts.Helper, new CalendarCommand.ReleaseSlot(application, reason), cancellation);
    }

    /// <summary>Looks again at what was only advice when the offer was accepted. A paused helper keeps what was agreed.</summary>
    private async Task<Refusal?> Objection(ApplicationFacts application, CancellationToken cancellation)
    {
        if (await facts.Job(application.Job, cancellation) is not JobState.Drafted job)
        {
            return Access.Unknown("job", application.Job.Value);
        }

        return await facts.EligibilityFor(job.Facts, application.Helper, cancellation) switch
        {
            { Blocked: true } => new Refusal(RefusalKind.Conflict, "application.helper-blocked", "The employer does not work with this helper.", []),
            var eligibility when eligibility.Held.Value < eligibility.Required.Value => new Refusal(
                RefusalKind.Conflict, "application.verification-missing", "The helper no longer holds the verification that the job needs.", []),
            _ => null,
        };
    }

    private static Reason Shortened(string sentence) => new(sentence.Length <= 1_000 ? sentence : sentence[..1_000]);
}
