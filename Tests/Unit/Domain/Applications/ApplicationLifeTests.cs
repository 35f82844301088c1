using LaborMarketplace.Domain.Applications;
using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Tests.Unit.Domain.Applications;

/// <summary>From the first word to the end, offers aside.</summary>
public sealed class ApplicationLifeTests : ApplicationSpecification
{
    [Fact]
    public void Invites_a_helper() => Given().When(Invite, Monday).Yields(Invited);

    [Fact]
    public void Ignores_an_invitation_of_whom_is_invited_or_has_applied()
    {
        Given(Invited).When(Invite, Monday).YieldsNothing();
        Given(Submitted).When(Invite, Monday).YieldsNothing();
    }

    [Fact]
    public void Refuses_to_invite_a_helper_who_withdrew() => Given(Submitted, Withdrawn).When(Invite, Monday).IsRefused("application.ended");

    [Fact]
    public void Submits_an_application() => Given().When(Submit, Monday).Yields(Submitted);

    [Fact]
    public void Takes_an_invited_helpers_application() => Given(Invited).When(Submit, Monday).Yields(Submitted);

    [Fact]
    public void Ignores_a_repeated_submission() => Given(Submitted).When(Submit, Monday).YieldsNothing();

    [Fact]
    public void Takes_the_application_of_a_helper_who_withdrew_again() => Given(Submitted, Withdrawn).When(Submit, Monday).Yields(Submitted);

    [Fact]
    public void Takes_an_application_again_when_a_filled_job_is_open_again() => Given(Submitted, JobFilled).When(Submit, Monday).Yields(Submitted);

    [Fact]
    public void Refuses_an_application_again_after_any_other_end()
    {
        foreach (var end in (ApplicationEvent[])[Rejected, Declined, Rescinded, Expired, JobGone])
        {
            Given(Submitted, Offered, end).When(Submit, Monday).IsRefused("application.ended");
        }
    }

    [Fact]
    public void Refuses_a_job_that_is_not_open()
    {
        Given().When(Submit with { Eligibility = Eligible with { JobOpen = false } }, Monday).IsRefused("application.job-not-open");
        Given().When(Invite with { Eligibility = Eligible with { JobOpen = false } }, Monday).IsRefused("application.job-not-open");
    }

    [Fact]
    public void Refuses_a_helper_who_is_not_active()
    {
        Given().When(Submit with { Eligibility = Eligible with { HelperActive = false } }, Monday).IsRefused("application.helper-not-active");
        Given().When(Invite with { Eligibility = Eligible with { HelperActive = false } }, Monday).IsRefused("application.helper-not-active");
    }

    [Fact]
    public void Refuses_a_helper_whom_the_employer_has_blocked()
    {
        Given().When(Submit with { Eligibility = Eligible with { Blocked = true } }, Monday).IsRefused("application.helper-blocked");
        Given().When(Invite with { Eligibility = Eligible with { Blocked = true } }, Monday).IsRefused("application.helper-blocked");
    }

    [Fact]
    public void Takes_an_application_before_the_helper_is_verified() => Given().When(Submit with { Eligibility = NotVerified }, Monday).Yields(Submitted);

    [Fact]
    public void Withdraws_an_application_at_any_time_before_an_offer_is_accepted()
    {
        Given(Invited).When(Withdraw, Monday).Yields(Withdrawn);
        Given(Submitted).When(Withdraw, Monday).Yields(Withdrawn);
        Given(Submitted, Shortlisted).When(Withdraw, Monday).Yields(Withdrawn);
        Given(Submitted, Offered).When(Withdraw, Monday).Yields(Withdrawn);
    }

    [Fact]
    public void Ignores_a_repeated_withdrawal() => Given(Submitted, Withdrawn).When(Withdraw, Monday).YieldsNothing();

    [Fact]
    public void Refuses_to_withdraw_once_an_offer_is_accepted()
    {
        Given(Submitted, Offered, Accepted).When(Withdraw, Monday).IsRefused("application.hire-under-way");
        Given(Submitted, Offered, Accepted, Hired).When(Withdraw, Monday).IsRefused("application.hired");
    }

    [Fact]
    public void Refuses_to_withdraw_what_has_ended() => Given(Submitted, Rejected).When(Withdraw, Monday).IsRefused("application.ended");

    [Fact]
    public void Shortlists_an_application() => Given(Submitted).When(Shortlist, Monday).Yields(Shortlisted);

    [Fact]
    public void Ignores_a_repeated_shortlisting() => Given(Submitted, Shortlisted).When(Shortlist, Monday).YieldsNothing();

    [Fact]
    public void Refuses_to_shortlist_whom_is_only_invited() => Given(Invited).When(Shortlist, Monday).IsRefused("application.not-submitted");

    [Fact]
    public void Rejects_an_application_with_a_reason()
    {
        Given(Submitted).When(Reject, Monday).Yields(Rejected);
        Given(Submitted, Shortlisted).When(Reject, Monday).Yields(Rejected);
    }

    [Fact]
    public void Ignores_a_repeated_rejection() => Given(Submitted, Rejected).When(Reject, Monday).YieldsNothing();

    [Fact]
    public void Refuses_to_reject_while_an_offer_is_out() => Given(Submitted, Offered).When(Reject, Monday).IsRefused("application.offer-out");

    [Fact]
    public void Refuses_to_reject_whom_is_hired() => Given(Submitted, Offered, Accepted, Hired).When(Reject, Monday).IsRefused("application.hired");

    [Fact]
    public void Closes_when_the_job_is_filled_by_others() => Given(Submitted, Shortlisted).When(CloseJobFilled, Monday).Yields(JobFilled);

    [Fact]
    public void Closes_with_its_offer_when_the_job_is_gone() => Given(Submitted, Offered).When(CloseJobGone, Monday).Yields(JobGone);

    [Fact]
    public void Leaves_a_hire_alone_when_the_job_ends()
    {
        Given(Submitted, Offered, Accepted).When(CloseJobFilled, Monday).YieldsNothing();
        Given(Submitted, Offered, Accepted, Hired).When(CloseJobGone, Monday).YieldsNothing();
    }

    [Fact]
    public void Closes_once() => Given(Submitted, JobFilled).When(CloseJobGone, Monday).YieldsNothing();

    [Fact]
    public void Finds_no_application_before_one_is_made() => Given().When(Withdraw, Monday).IsRefused("application.not-found");

    [Fact]
    public void Lives_a_whole_life()
    {
        var better = MakeOffer with { Offer = Second, Terms = Terms with { When = Examples.Hours(96, 100) } };
        var offeredAgain = new ApplicationEvent.Offered(Second, better.Terms, Tuesday, null);
        var acceptedAgain = new ApplicationEvent.OfferAccepted(Second);
        var assignment = DerivedId.Assignment(Second);

        Given().When(Invite, Monday).Yields(Invited);
        Given(Invited).When(Submit, Monday).Yields(Submitted);
        Given(Invited, Submitted).When(Shortlist, Monday).Yields(Shortlisted);
        Given(Invited, Submitted, Shortlisted).When(MakeOffer, Monday).Yields(Offered);
        Given(Invited, Submitted, Shortlisted, Offered).When(Accept, Monday).Yields(Accepted);

        ApplicationEvent[] accepted = [Invited, Submitted, Shortlisted, Offered, Accepted];
        Given(accepted).When(FailHire, Monday).Yields(HireFailed);
        Given([.. accepted, HireFailed]).When(better, Monday).Yields(offeredAgain);
        Given([.. accepted, HireFailed, offeredAgain]).When(Accept with { Offer = Second }, Monday).Yields(acceptedAgain);
        Given([.. accepted, HireFailed, offeredAgain, acceptedAgain]).When(new ApplicationCommand.ConfirmHire(Second, assignment), Monday)
            .Yields(new ApplicationEvent.Hired(Second, assignment));
    }
}
