using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using LaborMarketplace.Domain;
using LaborMarketplace.Domain.Applications;
using LaborMarketplace.Domain.Assignments;
using LaborMarketplace.Domain.Helpers;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.EventStore;

namespace LaborMarketplace.Tests.Unit.EventStore;

public sealed class EventCodecTests
{
    private static readonly EventCodec Codec = EventCodec.OfMarketplace();

    private static readonly EventMetadata Metadata = new(
        Guid.CreateVersion7(), null, Guid.CreateVersion7(), null, "process:hire", "us-east", new DateTimeOffset(2026, 5, 4, 3, 2, 1, TimeSpan.Zero));

    public static TheoryData<string> Names => new(EventRegistry.Marketplace.All.Select(pair => pair.Key));

    [Theory]
    [MemberData(nameof(Names))]
    public void Reads_back_what_it_wrote(string name) =>
        AnyEvent.Of(EventRegistry.Marketplace.TypeOf(name)!).Sample(
            happened =>
            {
                var decoded = Codec.Decode(Recorded(Codec.Encode(happened, Guid.NewGuid(), Metadata)));
                return decoded.Event.Equals(happened) && decoded.Metadata == Metadata;
            },
            iter: 100);

    [Fact]
    public void Equal_events_give_equal_bytes() =>
        Assert.Equal(Text(Encode(Added())), Text(Encode(Added())));

    [Fact]
    public void An_event_of_no_registered_type_is_named()
    {
        var exception = Assert.Throws<UnreadableEventException>(() => Codec.Decode(Recorded("job.painted.v1", "{}")));
        Assert.Equal("job.painted.v1", exception.Type);
        Assert.Equal(
            "job.painted.v1 at revision 3 of job-1 (position 7) cannot be read: this version of the code does not know the type.", exception.Message);
    }

    [Theory]
    [InlineData("""{"skill":"plumbing","level":0,"years":3}""", "at $.level: A skill level is from 1 to 5, not 0.")]
    [InlineData("""{"skill":"plumbing","level":1}""", "years")]
    [InlineData("""{"skill":"plumbing""", "at $")]
    [InlineData("null", "its data is null.")]
    [InlineData("", "at $")]
    public void Bytes_that_are_not_what_their_type_says_are_told_with_the_place(string data, string reason)
    {
        var refused = Assert.Throws<UnreadableEventException>(() => Codec.Decode(Recorded("helper.skill-added.v1", data)));
        Assert.Contains(reason, refused.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Metadata_that_cannot_be_read_makes_the_event_unreadable() =>
        Assert.Throws<UnreadableEventException>(() => Codec.Decode(Recorded(Encode(Added())) with { Metadata = "{}"u8.ToArray() }));

    [Fact]
    public void An_old_version_is_lifted_step_by_step()
    {
        var codec = new EventCodec(new EventRegistry(typeof(PaintEvent)),
            new EventLift("paint.mixed.v1", "paint.mixed.v2", old => new JsonObject { ["colour"] = old["color"]!.DeepClone() }),
            new EventLift("paint.mixed.v2", "paint.mixed.v3", old => new JsonObject { ["colour"] = old["colour"]!.DeepClone(), ["litres"] = 1 }));

        Assert.Equal(new PaintEvent.Mixed("red", 1), codec.Decode(Recorded("paint.mixed.v1", """{"color":"red"}""")).Event);
        Assert.Equal(new PaintEvent.Mixed("red", 1), codec.Decode(Recorded("paint.mixed.v2", """{"colour":"red"}""")).Event);
    }

    [Theory]
    [InlineData("paint.mixed.v2 is lifted to paint.mixed.v4", "v1>v2", "v2>v4")]
    [InlineData("nothing lifts paint.mixed.v1", "v2>v3")]
    [InlineData("neither current nor lifted further", "v1>v2")]
    [InlineData("is lifted twice", "v1>v2", "v1>v2", "v2>v3")]
    [InlineData("but it is the current version", "v1>v2", "v2>v3", "v3>v4")]
    public void A_broken_chain_of_lifts_is_refused_at_the_start(string reason, params string[] chain)
    {
        var lifts = chain.Select(step => step.Split('>')).Select(step => new EventLift($"paint.mixed.{step[0]}", $"paint.mixed.{step[1]}", old => old));
        var exception = Assert.Throws<InvalidOperationException>(() => new EventCodec(new EventRegistry(typeof(PaintEvent)), lifts.ToArray()));
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_event_without_a_name_is_refused()
    {
        var refused = Assert.Throws<InvalidOperationException>(() => new EventRegistry(typeof(NamelessEvent)));
        Assert.Contains("has no event name", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_events_of_one_name_are_refused()
    {
        var refused = Assert.Throws<InvalidOperationException>(() => new EventRegistry(typeof(TwinEvent)));
        Assert.Contains("Two events are named", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Personal_properties_are_known_for_each_event() =>
        Assert.Equal(
            ["Name", "Email", "Phone"],
            EventRegistry.Marketplace.PersonalPropertiesOf(typeof(HelperEvent.Registered)).Select(property => property.Name));

    [Theory]
    [InlineData(typeof(ApplicationEvent.Submitted), "Message")]
    [InlineData(typeof(ApplicationEvent.Withdrawn), "Reason")]
    [InlineData(typeof(ApplicationEvent.Rejected), "Reason")]
    [InlineData(typeof(ApplicationEvent.OfferDeclined), "Reason")]
    [InlineData(typeof(AssignmentEvent.TimeEntryAdded), "Note")]
    [InlineData(typeof(AssignmentEvent.TimeEntryCorrected), "Reason")]
    [InlineData(typeof(AssignmentEvent.DisputeOpened), "Reason")]
    [InlineData(typeof(AssignmentEvent.DisputeAnswered), "Answer")]
    [InlineData(typeof(AssignmentEvent.DisputeResolved), "Reason")]
    [InlineData(typeof(AssignmentEvent.Cancelled), "Reason")]
    [InlineData(typeof(AssignmentEvent.NoShowContested), "Reason")]
    [InlineData(typeof(AssignmentEvent.Rated), "Comment")]
    public void What_people_write_of_each_other_is_personal(Type happened, string property) =>
        Assert.Equal([property], EventRegistry.Marketplace.PersonalPropertiesOf(happened).Select(personal => personal.Name));

    private static HelperEvent.SkillAdded Added() => new(Skill.From("plumbing"), SkillLevel.From(2), Years.From(3));

    private static EventData Encode(object happened) => Codec.Encode(happened, Guid.NewGuid(), Metadata);

    private static string Text(EventData data) => Encoding.UTF8.GetString(data.Data.Span);

    private static RecordedEvent Recorded(EventData data) =>
        new(new StreamName("job-1"), 3, new LogPosition(7), data.Id, data.Type, data.Data, data.Metadata);

    private static RecordedEvent Recorded(string type, string data) =>
        Recorded(Encode(Added()) with { Type = type, Data = Encoding.UTF8.GetBytes(data) });
}

internal abstract record PaintEvent
{
    [EventName("paint.mixed.v3")]
    public sealed record Mixed(string Colour, int Litres) : PaintEvent;
}

internal abstract record NamelessEvent
{
    public sealed record Happened : NamelessEvent;
}

internal abstract record TwinEvent
{
    [EventName("twin.happened.v1")]
    public sealed record First : TwinEvent;

    [EventName("twin.happened.v1")]
    public sealed record Second : TwinEvent;
}
