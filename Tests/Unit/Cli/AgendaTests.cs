using LaborMarketplace.Cli.Simulate;

namespace LaborMarketplace.Tests.Unit.Cli;

public sealed class AgendaTests
{
    private static readonly DateTimeOffset Monday = new(2026, 11, 23, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly Agenda _agenda = new(Hour);
    private readonly List<string> _happened = [];

    [Fact]
    public async Task Plays_slots_in_order_and_tells_each_before_it_begins()
    {
        At(Monday + (3 * Hour), "later");
        At(Monday + Hour, "sooner");

        await Play();

        Assert.Equal(["01:00", "sooner", "03:00", "later"], _happened);
    }

    [Fact]
    public async Task Puts_what_falls_within_a_slot_at_its_end()
    {
        At(Monday + TimeSpan.FromMinutes(61), "a minute past one");

        await Play();

        Assert.Equal(["02:00", "a minute past one"], _happened);
    }

    [Fact]
    public async Task Puts_what_comes_too_late_into_the_next_slot()
    {
        _agenda.At(Monday + (2 * Hour), _ =>
        {
            At(Monday, "yesterday's");
            return Task.CompletedTask;
        });

        await Play();

        Assert.Equal(["02:00", "03:00", "yesterday's"], _happened);
    }

    [Fact]
    public async Task Leaves_out_what_lies_after_the_end()
    {
        At(Monday.AddDays(2), "too late");

        await Play();

        Assert.Empty(_happened);
    }

    private void At(DateTimeOffset when, string what) => _agenda.At(when, _ =>
    {
        _happened.Add(what);
        return Task.CompletedTask;
    });

    private Task Play() => _agenda.Play(Monday.AddDays(1), atOnce: 1, slot =>
    {
        _happened.Add($"{slot:HH:mm}");
        return Task.CompletedTask;
    }, CancellationToken.None);
}
