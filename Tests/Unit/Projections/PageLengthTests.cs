using CsCheck;
using LaborMarketplace.EventStore;
using LaborMarketplace.Projections.Running;
using Npgsql;

namespace LaborMarketplace.Tests.Unit.Projections;

public sealed class PageLengthTests
{
    private static readonly NpgsqlException TookTooLong = new("Exception while reading from stream", new TimeoutException());

    [Fact]
    public void The_parts_of_a_page_are_the_page_whatever_its_length_and_however_often_it_took_too_long() => Gen.Select(
        Gen.Int[0, 200], Gen.Int[1, 100], Gen.Int[0, 10]).Sample((events, longest, failures) =>
        {
            var (length, page) = (new PageLength(longest), PageOf(events));
            for (var failure = 0; failure < failures; failure++)
            {
                length.Failed(TookTooLong);
            }

            var parts = length.Parts(page).ToList();

            Assert.Equal(page.Events, parts.SelectMany(part => part.Events));
            Assert.Equal((page.Position, page.AtEnd), (parts[^1].Position, parts[^1].AtEnd));
            Assert.All(parts[..^1], part => Assert.Equal((part.Events[^1].Position, false), (part.Position, part.AtEnd)));
            Assert.All(parts, part => Assert.InRange(part.Events.Count, 0, Math.Max(1, longest >> failures)));
        });

    [Fact]
    public void A_page_is_halved_after_one_that_took_too_long_and_grows_slowly_while_pages_are_written()
    {
        var length = new PageLength(32);
        length.Failed(TookTooLong);
        Assert.Equal([16, 16], CountsOf(length));
        length.Succeeded();
        Assert.Equal([17, 15], CountsOf(length));
        foreach (var _ in Enumerable.Range(0, 100))
        {
            length.Succeeded();
        }

        Assert.Equal([32], CountsOf(length));
    }

    [Fact]
    public void What_fails_otherwise_leaves_its_length_as_it_is()
    {
        var length = new PageLength(32);
        length.Failed(new NpgsqlException("Connection refused"));
        length.Failed(new InvalidOperationException("Something else"));
        Assert.Equal([32], CountsOf(length));
    }

    private static IEnumerable<int> CountsOf(PageLength length) => length.Parts(PageOf(32)).Select(part => part.Events.Count);

    private static LogPage PageOf(int events) => new(
        [.. Enumerable.Range(1, events).Select(number => new RecordedEvent(
            StreamName.Of("job", Guid.NewGuid()), 0, new LogPosition(number), Guid.CreateVersion7(), "job.drafted.v1", "{}"u8.ToArray(), "{}"u8.ToArray()))],
        new LogPosition(events + 3), AtEnd: true);
}
