using CsCheck;
using EventStoreDb.Client;
using EventStoreDb.Client.Reading;

namespace LaborMarketplace.Tests.Unit.EventStore.EventStoreDb;

/// <summary>The parts of EventStoreDB's client that need no server.</summary>
public sealed class ClientValuesTests
{
    [Fact]
    public void A_state_is_what_it_says()
    {
        StreamState[] states = [default, StreamState.NoStream, StreamState.Exists, StreamState.Exactly(0), StreamState.Exactly(7)];
        Assert.Equal(["any", "no stream", "exists", "revision 0", "revision 7"], states.Select(state => state.ToString()));
        Assert.Equal([null, null, null, 0L, 7L], states.Select(state => state.Revision));
        Assert.Throws<ArgumentOutOfRangeException>(() => StreamState.Exactly(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => StreamState.Exactly(long.MaxValue));
    }

    [Fact]
    public void Positions_are_compared_by_commit_then_by_prepare()
    {
        LogPosition[] ascending = [new(0, 0), new(5, 0), LogPosition.At(5), new(6, 0), LogPosition.End];
        Assert.Equal(ascending, ascending.Reverse().Order());
        Assert.True(new LogPosition(5, 0) < LogPosition.At(5));
        Assert.True(LogPosition.At(5) <= LogPosition.At(5));
        Assert.True(LogPosition.End > new LogPosition(6, 0));
        Assert.True(new LogPosition(6, 0) >= LogPosition.At(5));
    }

    [Fact]
    public void A_filter_has_prefixes_that_say_something()
    {
        Assert.Throws<ArgumentException>(() => EventFilter.TypeBegins());
        Assert.Throws<ArgumentException>(() => EventFilter.StreamBegins("job-", ""));
    }

    [Fact]
    public void Pauses_grow_to_five_seconds_and_are_not_all_alike() => Gen.Select(Gen.Int[1, 10_000], Gen.Double[0, 1]).Sample((drops, chance) =>
    {
        var pause = Subscription.Pause(drops, chance);
        Assert.InRange(pause.TotalMilliseconds, 25, 5_000);
        Assert.True(pause <= Subscription.Pause(drops + 1, chance));
        Assert.True(pause >= Subscription.Pause(drops, 0));
        Assert.Equal(TimeSpan.Zero, Subscription.Pause(0, chance));
    });

    [Theory]
    [InlineData(Direction.Forwards, 1, 2)]
    [InlineData(Direction.Backwards, 2, 1)]
    public void What_was_taken_is_known_and_what_comes_too_late_is_a_violation(Direction direction, long first, long second)
    {
        var place = new Place<long>(direction);
        Assert.True(place.Takes(first) && place.Takes(second));
        Assert.False(place.Takes(second));
        Assert.Throws<ProtocolMismatchException>(() => place.Takes(first));
        Assert.Equal(second, place.Last);
    }

    [Fact]
    public void The_categories_that_telemetry_tells_apart_are_bounded()
    {
        Assert.Equal("$all", EventStoreDbTelemetry.Collection("$all"));
        Assert.All((string[])["settings", "-1", ""], stream => Assert.Null(EventStoreDbTelemetry.Collection(stream)));
        var told = Enumerable.Range(0, 2 * EventStoreDbTelemetry.MostCollections)
            .Select(number => EventStoreDbTelemetry.Collection($"category{number}-1"))
            .ToList();
        Assert.Equal("category0", told[0]);
        Assert.InRange(told.OfType<string>().Distinct().Count(), 1, EventStoreDbTelemetry.MostCollections);
        Assert.Equal("category0", EventStoreDbTelemetry.Collection("category0-2"));
    }
}
