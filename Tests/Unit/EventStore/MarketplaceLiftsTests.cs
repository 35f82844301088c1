using System.Text;
using System.Text.Json;
using LaborMarketplace.Domain.Assignments;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.EventStore;
using LaborMarketplace.Tests.Commands;

namespace LaborMarketplace.Tests.Unit.EventStore;

public sealed class MarketplaceLiftsTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 5, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("""{"bySupervisorCode":true,"at":"2026-03-05T09:00:00+00:00","policy":1}""", CheckInProof.SupervisorCode)]
    [InlineData("""{"bySupervisorCode":false,"at":"2026-03-05T09:00:00+00:00","policy":1}""", CheckInProof.Remote)]
    public void A_check_in_without_a_position_is_lifted_to_its_proof(string stored, CheckInProof proof) =>
        Assert.Equal(new AssignmentEvent.CheckedIn(proof, null, null, At, 1), Read(stored));

    [Fact]
    public void A_check_in_with_a_position_is_lifted_to_it() => Assert.Equal(
        new AssignmentEvent.CheckedIn(CheckInProof.Position, new GeoPoint(40.5, -74), 12.5, At, 1),
        Read("""
            {"position":{"latitude":40.5,"longitude":-74},"accuracyInMetres":12.5,"bySupervisorCode":false,"at":"2026-03-05T09:00:00+00:00","policy":1}
            """));

    [Fact]
    public void A_check_in_that_does_not_say_how_it_was_proved_cannot_be_read()
    {
        var exception = Assert.Throws<UnreadableEventException>(() => Read("""{"at":"2026-03-05T09:00:00+00:00","policy":1}"""));
        Assert.StartsWith("it cannot be lifted to assignment.checked-in.v2", exception.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_with_an_old_event_is_loaded_into_a_state_that_commands_go_on_from()
    {
        var world = new World();
        await world.RegisterEmployer();
        await world.Onboard(Scene.Ann);
        var (_, offer) = await world.Accept(await world.OpenJob(), Scene.Ann);
        var assignment = DerivedId.Assignment(offer);
        await world.Wait(TimeSpan.FromHours(72));
        var confirmed = (await world.Assignments.Execute(assignment, new AssignmentCommand.Confirm(), Scene.Ann.By(), default)).IsDone();

        var now = world.All.Time.GetUtcNow();
        var stored = $$"""{"bySupervisorCode":true,"at":"{{now:O}}","policy":1}""";
        var metadata = (await world.All.Log.Load(confirmed.Stream, 0, default))[0].Metadata;
        var old = new EventData(Guid.CreateVersion7(), "assignment.checked-in.v1", Encoding.UTF8.GetBytes(stored), metadata);
        Assert.IsType<AppendResult.Appended>(await world.All.Log.Append(confirmed.Stream, ExpectedRevision.Exactly(confirmed.Revision), [old], default));

        var restarted = new World(world.All);
        Assert.IsType<AssignmentState.InProgress>(await restarted.Facts.Assignment(assignment, default));
        (await restarted.Assignments.Execute(assignment, new AssignmentCommand.CheckOut(new TimeEntryId(Scene.Id(51))), Scene.Ann.By(), default)).IsDone();
    }

    private static object Read(string stored) => World.Codec.Decode(new RecordedEvent(
        new StreamName("assignment-1"), 2, new LogPosition(9), Guid.NewGuid(), "assignment.checked-in.v1", Encoding.UTF8.GetBytes(stored), Metadata)).Event;

    private static byte[] Metadata { get; } = JsonSerializer.SerializeToUtf8Bytes(
        new EventMetadata(Guid.Empty, null, Guid.Empty, null, "process:test", "us-east", At), MarketplaceJson.Options);
}
