using LaborMarketplace.Commands;
using LaborMarketplace.Domain.Applications;
using LaborMarketplace.Domain.Helpers;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.Tests.Commands;
using static LaborMarketplace.Tests.Commands.Scene;

namespace LaborMarketplace.Tests.Unit.Commands.Processes;

/// <summary>The position that an offer takes, and who gives it back.</summary>
public sealed class OfferEndProcessTests : EmployerAndTwoHelpers
{
    [Fact]
    public async Task A_declined_offer_gives_its_position_back()
    {
        var job = await World.OpenJob();
        var (application, offer) = await World.Offer(job, Ann);
        await World.Applications.Execute(application, new ApplicationCommand.DeclineOffer(offer, null), Ann.By(), default);
        await World.Settle();
        Assert.Equal(0, (await World.PostingOf(job)).Taken);
        await World.Offer(job, Bob);
    }

    [Fact]
    public async Task A_refused_offer_gives_its_position_back_at_once()
    {
        var job = await World.OpenJob();
        await World.Applications.Submit(job, null, Ann.By(), default);
        var tooLong = World.All.Time.GetUtcNow().AddDays(20);
        var application = DerivedId.Application(job, Ann.Helper());
        (await World.Applications.MakeOffer(application, new OfferId(Id(40)), null, tooLong, Owner.By(), default))
            .IsRefused("application.offer-expiry-out-of-range");
        Assert.Equal(0, (await World.PostingOf(job)).Taken);
    }

    [Fact]
    public async Task A_second_offer_leaves_the_position_of_the_first()
    {
        var job = await World.OpenJob();
        var (application, _) = await World.Offer(job, Ann);
        var expiresAt = World.All.Time.GetUtcNow().AddHours(1);
        (await World.Applications.MakeOffer(application, new OfferId(Id(41)), null, expiresAt, Owner.By(), default)).IsRefused("application.offer-out");
        Assert.Equal(1, (await World.PostingOf(job)).Taken);
    }

    [Fact]
    public async Task A_repeated_offer_gets_the_first_answer_though_its_id_is_new()
    {
        var job = await World.OpenJob();
        await World.Applications.Submit(job, null, Ann.By(), default);
        var application = DerivedId.Application(job, Ann.Helper());
        var expiresAt = World.All.Time.GetUtcNow().AddHours(1);
        Task<CommandResult> Make() =>
            World.Applications.MakeOffer(application, new OfferId(Guid.CreateVersion7()), null, expiresAt, Owner.By("key"), default);
        var first = (await Make()).IsDone();
        Assert.Equal(first, await Make());
    }

    [Fact]
    public async Task A_repeated_offer_that_was_refused_has_no_position_any_more_and_is_refused_again()
    {
        var job = await World.OpenJob();
        await World.Applications.Submit(job, null, Ann.By(), default);
        var application = DerivedId.Application(job, Ann.Helper());
        var expiresAt = World.All.Time.GetUtcNow().AddHours(1);
        Task<CommandResult> Make(CommandContext context) =>
            World.Applications.MakeOffer(application, new OfferId(Guid.CreateVersion7()), null, expiresAt, context, default);
        await World.Helpers.Execute(Ann.Helper(), new HelperCommand.Pause(null), Ann.By(), default);
        Assert.IsType<CommandResult.Refused>(await Make(Owner.By("key")));
        await World.Helpers.Execute(Ann.Helper(), new HelperCommand.Resume(), Ann.By(), default);
        Assert.IsType<CommandResult.Refused>(await Make(Owner.By("key")));
        Assert.Equal(0, (await World.PostingOf(job)).Taken);
        (await Make(Owner.By("another key"))).IsDone();
    }
}
