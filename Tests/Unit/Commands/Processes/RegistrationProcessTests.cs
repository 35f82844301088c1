using LaborMarketplace.Commands;
using LaborMarketplace.Domain.EmailReservations;
using LaborMarketplace.Domain.Helpers;
using LaborMarketplace.EventStore;
using LaborMarketplace.Tests.Commands;
using static LaborMarketplace.Tests.Commands.Scene;

namespace LaborMarketplace.Tests.Unit.Commands.Processes;

public sealed class RegistrationProcessTests
{
    private readonly World _world = new();

    /// <summary>Bob's registration, with the address that Ann's has.</summary>
    private static readonly HelperCommand.Register Same = Registration(Bob) with { Email = Registration(Ann).Email };

    [Fact]
    public async Task A_registered_helper_has_their_address_and_gets_a_code()
    {
        await _world.Helpers.Register(Registration(Ann), Ann.By(), default);
        await _world.Settle();
        var address = Streams.OfEmail(_world.Codes.AddressKey(Registration(Ann).Email));
        Assert.IsType<EmailReservationState.Taken>((await _world.Executor.Load(World.Deciders.Email, address, default)).State);
        (await _world.Helpers.VerifyContact(Ann.Helper(), _world.All.Mail.CodeOf(Ann.Helper()), Ann.By(), default)).IsDone();
    }

    [Fact]
    public async Task An_address_registers_once()
    {
        await _world.Helpers.Register(Registration(Ann), Ann.By(), default);
        await _world.Wait(TimeSpan.FromDays(1));
        (await _world.Helpers.Register(Same, Bob.By(), default)).IsRefused("helper.email-taken");
    }

    [Fact]
    public async Task A_wrong_code_is_counted_and_refused()
    {
        await _world.Helpers.Register(Registration(Ann), Ann.By(), default);
        await _world.Settle();
        var wrong = _world.All.Mail.CodeOf(Ann.Helper()) == "000000" ? "000001" : "000000";
        (await _world.Helpers.VerifyContact(Ann.Helper(), wrong, Ann.By(), default)).IsRefused("helper.code-wrong");
    }

    [Fact]
    public async Task The_log_never_holds_a_code_or_its_plain_hash()
    {
        await _world.Helpers.Register(Registration(Ann), Ann.By(), default);
        await _world.Settle();
        var issued = (await _world.Recorded(Streams.Of(Ann.Helper()))).Single(recorded => recorded.Event is HelperEvent.ContactCodeIssued);
        var code = _world.All.Mail.CodeOf(Ann.Helper());
        Assert.Matches("^[0-9]{6}$", code);
        Assert.DoesNotContain($"\"{code}\"", System.Text.Encoding.UTF8.GetString(issued.Source.Data.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_code_takes_the_place_of_the_last()
    {
        await _world.Helpers.Register(Registration(Ann), Ann.By(), default);
        await _world.Settle();
        var first = _world.All.Mail.CodeOf(Ann.Helper());
        (await _world.Helpers.RequestContactCode(Ann.Helper(), Ann.By(), default)).IsDone();
        await _world.Settle();
        Assert.NotEqual(first, _world.All.Mail.CodeOf(Ann.Helper()));
        (await _world.Helpers.VerifyContact(Ann.Helper(), _world.All.Mail.CodeOf(Ann.Helper()), Ann.By(), default)).IsDone();
    }

    [Fact]
    public async Task A_sixth_code_within_an_hour_is_refused()
    {
        await _world.Helpers.Register(Registration(Ann), Ann.By(), default);
        await _world.Settle();
        for (var more = 0; more < 4; more++)
        {
            (await _world.Helpers.RequestContactCode(Ann.Helper(), Ann.By(), default)).IsDone();
        }

        (await _world.Helpers.RequestContactCode(Ann.Helper(), Ann.By(), default)).IsRefused("helper.too-many-codes");
        await _world.Wait(TimeSpan.FromHours(1));
        (await _world.Helpers.RequestContactCode(Ann.Helper(), Ann.By(), default)).IsDone();
    }

    [Fact]
    public async Task A_registration_sent_again_when_its_reservation_went_to_somebody_else_is_refused()
    {
        await Assert.ThrowsAsync<EventStoreUnavailableException>(() => Crashing().Helpers.Register(Registration(Ann), Ann.By("key"), default));
        await _world.Wait(TimeSpan.FromMinutes(16));
        (await _world.Helpers.Register(Same, Bob.By(), default)).IsDone();
        (await _world.Helpers.Register(Registration(Ann), Ann.By("key"), default)).IsRefused("helper.email-taken");
        Assert.Empty(await _world.Recorded(Streams.Of(Ann.Helper())));
    }

    [Fact]
    public async Task A_registration_sent_again_after_its_reservation_lapsed_reserves_again()
    {
        await Assert.ThrowsAsync<EventStoreUnavailableException>(() => Crashing().Helpers.Register(Registration(Ann), Ann.By("key"), default));
        await _world.Wait(TimeSpan.FromMinutes(16));
        (await _world.Helpers.Register(Registration(Ann), Ann.By("key"), default)).IsDone();
        (await _world.Helpers.Register(Same, Bob.By(), default)).IsRefused("helper.email-taken");
    }

    [Fact]
    public async Task A_registration_sent_again_gets_its_first_answer_whatever_became_of_the_address()
    {
        await Late();
        var first = (await _world.Helpers.Register(Registration(Ann), Ann.By("key"), default)).IsDone();
        Assert.Equal(first, await _world.Helpers.Register(Registration(Ann), Ann.By("key"), default));
    }

    [Fact]
    public async Task A_registration_that_lands_after_its_reservation_lapsed_has_its_address_all_the_same()
    {
        await Late();
        await _world.Settle();
        await _world.CompleteOnboarding(Ann);
        Assert.IsType<HelperState.Active>(await _world.Facts.Helper(Ann.Helper(), default));
    }

    [Fact]
    public async Task No_code_goes_to_an_address_that_somebody_else_has_taken_meanwhile()
    {
        (await _world.Helpers.Register(Same, Bob.By(), default)).IsDone();
        await _world.Settle();
        await Late();
        await _world.Settle();
        (await _world.Helpers.RequestContactCode(Ann.Helper(), Ann.By(), default)).IsRefused("helper.email-taken");
        Assert.Single(await _world.Recorded(Streams.Of(Ann.Helper())));
    }

    [Fact]
    public async Task A_late_helper_asks_for_a_code_once_nobody_else_has_the_address()
    {
        var address = Streams.OfEmail(_world.Codes.AddressKey(Registration(Ann).Email));
        await World.Deciders.Email.Told(_world, address, new EmailReservationCommand.Reserve(Bob.Helper()));
        await Late();
        await _world.Settle();
        (await _world.Helpers.RequestContactCode(Ann.Helper(), Ann.By(), default)).IsRefused("helper.email-taken");
        await _world.Wait(TimeSpan.FromMinutes(16));
        (await _world.Helpers.RequestContactCode(Ann.Helper(), Ann.By(), default)).IsDone();
        await _world.Settle();
        await _world.CompleteOnboarding(Ann);
    }

    /// <summary>A process that crashes after it has reserved an address.</summary>
    private World Crashing() => new(_world.All, log => new CrashingLog(log, append: 2, afterwards: false));

    /// <summary>Ann's registration comes though nothing keeps the address for her.</summary>
    private Task Late() => World.Deciders.Helper.Told(_world, Streams.Of(Ann.Helper()), Registration(Ann));
}
