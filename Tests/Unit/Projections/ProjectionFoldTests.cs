using LaborMarketplace.Domain.Helpers;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.Domain.Verifications;
using LaborMarketplace.EventStore;
using LaborMarketplace.Projections.Definition;

namespace LaborMarketplace.Tests.Unit.Projections;

/// <summary>What links are made and used, in one stretch of the log and across stretches.</summary>
public sealed class ProjectionFoldTests
{
    private static readonly HelperId Ada = new(Guid.Parse("0193aaaa-0000-7000-8000-000000000001"));
    private static readonly HelperId Grace = new(Guid.Parse("0193aaaa-0000-7000-8000-000000000002"));
    private static readonly VerificationId OfAda = DerivedId.Verification(Ada, VerificationType.Identity);
    private static readonly VerificationId OfGrace = DerivedId.Verification(Grace, VerificationType.Identity);
    private static readonly EventCodec Codec = EventCodec.OfMarketplace();

    private static readonly Projection Checks = Projection.Of<Checked>("checks", version: 1)
        .Creates<HelperEvent.Registered>((e, _) => new(e.Helper.Value, 0))
        .Follows<VerificationEvent.Requested>(e => e.Helper.Value, (helper, _, _) => helper)
        .On<VerificationEvent.ConsentWithdrawn>((helper, _) => helper with { Withdrawn = helper.Withdrawn + 1 });

    [Fact]
    public void Links_a_stream_by_an_event_that_was_taken()
    {
        var log = new Given().Event("helper", Ada.Value, Registered(Ada)).Event("verification", OfAda.Value, Requested(OfAda, Ada)).Log;
        var fold = Fold(log);
        Assert.Null(fold.Halt);
        Assert.Equal(new Dictionary<Guid, Guid> { [OfAda.Value] = Ada.Value }, fold.NewLinks);
    }

    [Fact]
    public void Links_no_stream_by_the_event_that_it_halts_at_or_by_those_after_it()
    {
        var log = new Given().Event("helper", Grace.Value, Registered(Grace))
            .Event("verification", OfAda.Value, Requested(OfAda, Ada))
            .Event("verification", OfGrace.Value, Requested(OfGrace, Grace)).Log;
        var fold = Fold(log);
        Assert.Equal(log[1].Position, fold.Halt!.Position);
        Assert.Empty(fold.NewLinks);
    }

    [Fact]
    public void Changes_the_document_that_a_stream_named_first_however_the_log_is_split()
    {
        var log = new Given().Event("helper", Ada.Value, Registered(Ada)).Event("helper", Grace.Value, Registered(Grace)).Events(
            "verification", OfAda.Value, Requested(OfAda, Ada), Requested(OfAda, Grace), new VerificationEvent.ConsentWithdrawn()).Log;
        foreach (var split in Enumerable.Range(0, log.Count))
        {
            var model = new ModelInMemory(Checks, Codec);
            model.Take(log.Take(split));
            model.Take(log.Skip(split));
            Assert.Equal(new Checked(Ada.Value, 1), model.Documents[Ada.Value]);
            Assert.Equal(new Checked(Grace.Value, 0), model.Documents[Grace.Value]);
        }

        var last = new ProjectionFold(Checks);
        Take(last, log.Skip(3));
        Assert.Equal([OfAda.Value], last.UnknownStreams);
    }

    [Fact]
    public void Halts_at_what_comes_before_the_event_that_names_its_document()
    {
        var log = new Given().Event("helper", Ada.Value, Registered(Ada)).Events(
            "verification", OfAda.Value, new VerificationEvent.ConsentWithdrawn(), Requested(OfAda, Ada)).Log;
        Assert.Equal(log[1].Position, Fold(log).Halt!.Position);
    }

    private static ProjectionFold Fold(IReadOnlyList<RecordedEvent> log)
    {
        var fold = new ProjectionFold(Checks);
        Take(fold, log);
        fold.Run(new Dictionary<Guid, object>());
        return fold;
    }

    private static void Take(ProjectionFold fold, IEnumerable<RecordedEvent> log)
    {
        foreach (var recorded in log)
        {
            fold.Take(recorded, LogPosition.Start, new Lazy<DecodedEvent>(() => Codec.Decode(recorded)));
        }
    }

    private static HelperEvent.Registered Registered(HelperId helper) =>
        new(helper, Region.From("us-east"), Name.From("Ada Lovelace"), EmailAddress.From("ada@example.org"), Phone: null);

    private static VerificationEvent.Requested Requested(VerificationId verification, HelperId helper) => new(verification, helper, VerificationType.Identity);

    private sealed record Checked(Guid Id, int Withdrawn) : IDocument;
}
