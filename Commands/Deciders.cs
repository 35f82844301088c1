using LaborMarketplace.Domain;
using LaborMarketplace.Domain.Applications;
using LaborMarketplace.Domain.Assignments;
using LaborMarketplace.Domain.Calendars;
using LaborMarketplace.Domain.EmailReservations;
using LaborMarketplace.Domain.Employers;
using LaborMarketplace.Domain.Helpers;
using LaborMarketplace.Domain.Jobs;
using LaborMarketplace.Domain.Verifications;

namespace LaborMarketplace.Commands;

/// <summary>All the marketplace's deciders under one policy.</summary>
public sealed class Deciders(Policy policy)
{
    public Decider<HelperState, HelperCommand, HelperEvent> Helper { get; } = HelperDecider.For(policy);

    public Decider<CalendarState, CalendarCommand, CalendarEvent> Calendar { get; } = CalendarDecider.For(policy);

    public Decider<EmailReservationState, EmailReservationCommand, EmailReservationEvent> Email { get; } = EmailReservationDecider.For(policy);

    public Decider<EmployerState, EmployerCommand, EmployerEvent> Employer { get; } = EmployerDecider.For(policy);

    public Decider<JobState, JobCommand, JobEvent> Job { get; } = JobDecider.For(policy);

    public Decider<ApplicationState, ApplicationCommand, ApplicationEvent> Application { get; } = ApplicationDecider.For(policy);

    public Decider<AssignmentState, AssignmentCommand, AssignmentEvent> Assignment { get; } = AssignmentDecider.For(policy);

    public Decider<VerificationState, VerificationCommand, VerificationEvent> Verification { get; } = VerificationDecider.For(policy);
}
