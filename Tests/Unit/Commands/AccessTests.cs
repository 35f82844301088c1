using LaborMarketplace.Commands;
using LaborMarketplace.Domain.Applications;
using LaborMarketplace.Domain.Assignments;
using LaborMarketplace.Domain.Employers;
using LaborMarketplace.Domain.Helpers;
using LaborMarketplace.Domain.Jobs;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.Domain.Verifications;
using LaborMarketplace.Tests.Commands;
using static LaborMarketplace.Tests.Commands.Scene;

namespace LaborMarketplace.Tests.Unit.Commands;

/// <summary>Who may do what: what is somebody else's is refused, whoever asks.</summary>
public sealed class AccessTests : IAsyncLifetime
{
    private static readonly Actor.Person Hirer = Somebody(20, Role.Employer);
    private static readonly Actor.Person Approver = Somebody(21, Role.Employer);
    private static readonly Reason Why = new("A good reason.");

    private readonly World _world = new();

    private JobId _job;
    private ApplicationId _application;
    private AssignmentId _assignment;

    public async Task InitializeAsync()
    {
        await _world.RegisterEmployer();
        await AsEmployer(new EmployerCommand.AddMember(Hirer.Id, MemberRole.Hirer), Owner);
        await AsEmployer(new EmployerCommand.AddMember(Approver.Id, MemberRole.Approver), Owner);
        await _world.Onboard(Ann);
        _job = await _world.OpenJob(positions: 2);
        var (application, offer) = await _world.Accept(_job, Ann);
        (_application, _assignment) = (application, DerivedId.Assignment(offer));
        await _world.Settle();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_helper_touches_their_own_things_only()
    {
        var pause = new HelperCommand.Pause(null);
        (await _world.Helpers.Execute(Ann.Helper(), pause, Bob.By(), default)).IsRefused("access.not-yours");
        (await _world.Helpers.RequestContactCode(Ann.Helper(), Bob.By(), default)).IsRefused("access.not-yours");
        (await _world.Helpers.VerifyContact(Ann.Helper(), "123456", Bob.By(), default)).IsRefused("access.not-yours");
        (await _world.Helpers.Register(Registration(Ann), Bob.By(), default)).IsRefused("access.not-yours");
        (await _world.Helpers.Execute(Ann.Helper(), pause, Ann.By(), default)).IsDone();
    }

    [Fact]
    public async Task Only_helpers_register_as_helpers_and_only_employers_as_employers()
    {
        (await _world.Helpers.Register(Registration(Owner), Owner.By(), default)).IsRefused("access.role-needed");
        var register = new EmployerCommand.Register(
            new EmployerId(Id(90)), new Name("Works"), new Region("us-east"), Ann.Id, EmailAddress.From("a@example.org"));
        (await _world.Employers.Execute(register.Employer, register, Ann.By(), default)).IsRefused("access.role-needed");
    }

    [Fact]
    public async Task Nobody_issues_a_contact_code_by_hand()
    {
        var issue = new HelperCommand.IssueContactCode(2, Sha256.From(new string('0', 64)));
        (await _world.Helpers.Execute(Ann.Helper(), issue, Ann.By(), default)).IsRefused("access.processes-only");
    }

    [Fact]
    public async Task Only_an_operator_records_what_a_scan_found()
    {
        var scan = new HelperCommand.RecordFileScan(new FileId(Id(91)), true);
        (await _world.Helpers.Execute(Ann.Helper(), scan, Ann.By(), default)).IsRefused("access.role-needed");
        (await _world.Helpers.Execute(Ann.Helper(), scan, Somebody(92, Role.Operator).By(), default)).IsDone();
    }

    [Fact]
    public async Task What_is_unknown_is_not_found_rather_than_forbidden()
    {
        (await _world.Helpers.Execute(Bob.Helper(), new HelperCommand.Pause(null), Stranger.By(), default)).IsRefused("helper.not-found");
        (await _world.Jobs.Publish(new JobId(Ann.Id.Value), Owner.By(), default)).IsRefused("job.not-found");
        var noApplication = new ApplicationId(_job.Value);
        (await _world.Applications.Execute(noApplication, new ApplicationCommand.Shortlist(), Owner.By(), default)).IsRefused("application.not-found");
        (await _world.Assignments.Execute(new AssignmentId(_job.Value), new AssignmentCommand.Confirm(), Ann.By(), default)).IsRefused("assignment.not-found");
        (await _world.Verifications.Request(Bob.Helper(), VerificationType.Identity, Bob.By(), default)).IsRefused("helper.not-found");
        (await _world.Applications.Submit(new JobId(Id(93)), null, Ann.By(), default)).IsRefused("job.not-found");
        (await _world.Jobs.Draft(new JobId(Id(94)), new EmployerId(Id(95)), _world.Terms(), Owner.By(), default)).IsRefused("employer.not-found");
    }

    [Fact]
    public async Task Owners_manage_members_and_hirers_hire()
    {
        Assert.Equal("access.not-yours", Code(await AsEmployer(new EmployerCommand.RemoveMember(Approver.Id), Hirer)));
        Assert.Null(Code(await AsEmployer(new EmployerCommand.FavouriteHelper(Ann.Helper()), Hirer)));
        Assert.Equal("access.not-yours", Code(await AsEmployer(new EmployerCommand.FavouriteHelper(Bob.Helper()), Approver)));
        Assert.Equal("access.not-yours", Code(await AsEmployer(new EmployerCommand.FavouriteHelper(Bob.Helper()), Stranger)));
    }

    [Fact]
    public async Task Only_reviewers_verify_and_suspend()
    {
        Assert.Equal("access.role-needed", Code(await AsEmployer(new EmployerCommand.Verify(Owner.Id), Owner)));
        Assert.Equal("access.role-needed", Code(await AsEmployer(new EmployerCommand.Suspend(Owner.Id, Why), Owner)));
    }

    [Fact]
    public async Task A_reviewer_signs_with_their_own_name()
    {
        await AsEmployer(new EmployerCommand.Suspend(Owner.Id, Why), Reviewer);
        var suspended = (await _world.Recorded(Streams.Of(Employer)))[^1].Event;
        Assert.Equal(new EmployerEvent.Suspended(Reviewer.Id, Why), suspended);
    }

    [Fact]
    public async Task Jobs_belong_to_owners_and_hirers()
    {
        (await _world.Jobs.Draft(new JobId(Id(96)), Employer, _world.Terms(), Hirer.By(), default)).IsDone();
        (await _world.Jobs.Draft(new JobId(Id(97)), Employer, _world.Terms(), Approver.By(), default)).IsRefused("access.not-yours");
        (await _world.Jobs.Execute(_job, new JobCommand.Close(null), Stranger.By(), default)).IsRefused("access.not-yours");
        (await _world.Jobs.Repost(_job, new JobId(Id(98)), _world.Terms(startsInHours: 200).When, Stranger.By(), default)).IsRefused("access.not-yours");
        (await _world.Jobs.Execute(_job, new JobCommand.FillPosition(_application), Owner.By(), default)).IsRefused("access.processes-only");
    }

    [Fact]
    public async Task Applications_belong_to_their_helper_and_their_employer()
    {
        await _world.Onboard(Bob);
        (await _world.Applications.Submit(_job, null, Bob.By(), default)).IsDone();
        var bobs = DerivedId.Application(_job, Bob.Helper());
        (await _world.Applications.Execute(bobs, new ApplicationCommand.Withdraw(null), Ann.By(), default)).IsRefused("access.not-yours");
        (await _world.Applications.Execute(bobs, new ApplicationCommand.Shortlist(), Bob.By(), default)).IsRefused("access.not-yours");
        (await _world.Applications.Execute(bobs, new ApplicationCommand.CloseJobGone(), Owner.By(), default)).IsRefused("access.processes-only");
        (await _world.Applications.Execute(bobs, new ApplicationCommand.Reject(Why), Approver.By(), default)).IsRefused("access.not-yours");
        var expiresAt = _world.All.Time.GetUtcNow().AddHours(1);
        (await _world.Applications.MakeOffer(bobs, new OfferId(Id(99)), null, expiresAt, Stranger.By(), default)).IsRefused("access.not-yours");
        (await _world.Applications.AcceptOffer(bobs, new OfferId(Id(99)), Ann.By(), default)).IsRefused("access.not-yours");
        (await _world.Applications.InviteHelper(_job, Bob.Helper(), Stranger.By(), default)).IsRefused("access.not-yours");
        (await _world.Applications.Submit(_job, null, Owner.By(), default)).IsRefused("access.role-needed");
        (await _world.Applications.Execute(bobs, new ApplicationCommand.Shortlist(), Hirer.By(), default)).IsDone();
    }

    [Fact]
    public async Task Nobody_brings_facts_of_their_own()
    {
        var eligible = new Eligibility(true, true, false, new VerificationLevel(0), new VerificationLevel(3));
        var accept = new ApplicationCommand.AcceptOffer(new OfferId(Id(99)), eligible);
        (await _world.Applications.Execute(_application, accept, Ann.By(), default)).IsRefused("access.processes-only");
        var checkIn = new AssignmentCommand.CheckIn(new CheckInEvidence.SupervisorCode(true));
        (await _world.Assignments.Execute(_assignment, checkIn, Ann.By(), default)).IsRefused("access.processes-only");
    }

    [Fact]
    public async Task Assignments_belong_to_their_helper_and_their_employer()
    {
        (await Assignment(new AssignmentCommand.Confirm(), Bob)).IsRefused("access.not-yours");
        (await Assignment(new AssignmentCommand.Confirm(), Owner)).IsRefused("access.not-yours");
        (await Assignment(new AssignmentCommand.ApproveHours(Ann.Id), Ann)).IsRefused("access.not-yours");
        (await Assignment(new AssignmentCommand.ApproveHours(Ann.Id), Hirer)).IsRefused("access.not-yours");
        (await Assignment(new AssignmentCommand.Cancel(Side.Helper, Why), Approver)).IsRefused("access.not-yours");
        (await Assignment(new AssignmentCommand.Close(), Owner)).IsRefused("access.processes-only");
        (await Assignment(new AssignmentCommand.ResolveDispute(Owner.Id, TimeSpan.Zero, Why), Owner)).IsRefused("access.role-needed");
        (await Assignment(new AssignmentCommand.Confirm(), Ann)).IsDone();
    }

    [Fact]
    public async Task The_side_in_a_command_is_the_side_of_who_asks()
    {
        (await Assignment(new AssignmentCommand.Cancel(Side.Helper, Why), Hirer)).IsDone();
        var cancelled = Assert.Single((await _world.Recorded(Streams.Of(_assignment))).Select(recorded => recorded.Event).OfType<AssignmentEvent.Cancelled>());
        Assert.Equal(Side.Employer, cancelled.By);
    }

    [Fact]
    public async Task The_employer_reads_the_supervisors_code_and_the_helper_does_not()
    {
        Assert.Equal(_world.Codes.SupervisorCode(_assignment), Assert.IsType<Ruling<string>.Granted>(
            await _world.Assignments.SupervisorCode(_assignment, Approver, default)).Value);
        Assert.IsType<Ruling<string>.Denied>(await _world.Assignments.SupervisorCode(_assignment, Ann, default));
        Assert.IsType<Ruling<string>.Denied>(await _world.Assignments.SupervisorCode(_assignment, Stranger, default));
    }

    [Fact]
    public async Task A_helper_asks_and_a_reviewer_decides_about_others_only()
    {
        (await _world.Verifications.Request(Ann.Helper(), VerificationType.Identity, Bob.By(), default)).IsRefused("access.not-yours");
        (await _world.Verifications.Request(Ann.Helper(), VerificationType.Identity, Ann.By(), default)).IsDone();
        var verification = DerivedId.Verification(Ann.Helper(), VerificationType.Identity);
        var consent = new VerificationCommand.GrantConsent(Sha256.From(new string('0', 64)), new Name("1"));
        (await _world.Verifications.Execute(verification, consent, Reviewer.By(), default)).IsRefused("access.not-yours");
        (await _world.Verifications.Execute(verification, consent, Ann.By(), default)).IsDone();
        (await _world.Verifications.Execute(verification, new VerificationCommand.Start(Ann.Id), Ann.By(), default)).IsRefused("access.role-needed");
        var both = Somebody(4, Role.Helper, Role.Reviewer);
        (await _world.Verifications.Execute(verification, new VerificationCommand.Start(Ann.Id), both.By(), default)).IsRefused("access.own-case");
        (await _world.Verifications.Execute(verification, new VerificationCommand.Start(Ann.Id), Reviewer.By(), default)).IsDone();
    }

    private Task<CommandResult> Assignment(AssignmentCommand command, Actor actor) =>
        _world.Assignments.Execute(_assignment, command, actor.By(), default);

    private Task<CommandResult> AsEmployer(EmployerCommand command, Actor actor) =>
        _world.Employers.Execute(Employer, command, actor.By(), default);

    private static string? Code(CommandResult result) => (result as CommandResult.Refused)?.Refusal.Code;
}
