using LaborMarketplace.Domain.Values;
using LaborMarketplace.EventStore.EventStoreDb;
using LaborMarketplace.Tests.Integration.EventStore;
using LaborMarketplace.Tests.Integration.EventStore.EventStoreDb;

namespace LaborMarketplace.Tests.Integration.WriteApi;

/// <summary>What callers see of an EventStoreDB that is away, slow, full or busy: its double does these to order.</summary>
public sealed class EventStoreDbOutageTests : IAsyncLifetime
{
    private static readonly object Registration = new { Name = "Harbor", Region = "us-east", ContactEmail = "jobs@harbor.example" };

    private readonly string _folder = Directory.CreateTempSubdirectory("marketplace-tests-").FullName;
    private EventStoreDbDouble _node = null!;
    private EventStoreDbEventStore _store = null!;
    private WriteHost _host = null!;
    private HttpClient _owner = null!;

    /// <summary>Faults that an append meets, and how each ends.</summary>
    public static TheoryData<string> Faults => new("full", "silent", "busy", "without a quorum");

    public async Task InitializeAsync()
    {
        _node = await EventStoreDbDouble.Start();
        _store = await EventStoreDbEventStore.Open(_node.ConnectionString("&defaultDeadline=2000"));
        _host = await WriteHost.On(_store, Path.Combine(_folder, "tokens.pem"));
        _owner = _host.As(Guid.CreateVersion7(), Role.Employer);
        await _owner.Do("/v1/employers", Registration, "before");
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _node.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task While_the_node_is_down_the_answer_is_503_and_afterwards_it_works_without_a_restart()
    {
        await _node.Stop();
        await IsRefused();
        Assert.Contains("\"log\":{\"status\":\"unhealthy\"", await Ready(503), StringComparison.Ordinal);
        Assert.Equal(200, (int)(await _host.Anonymous().GetAsync(new Uri("/health/live", UriKind.Relative))).StatusCode);

        await _node.Start();
        await IsDoneOnce();
    }

    [Fact]
    public async Task While_the_node_is_too_slow_the_answer_is_503_and_what_it_does_late_is_not_done_again()
    {
        var slow = new TaskCompletionSource();
        _node.Faults.Slow = slow.Task;
        await IsRefused();
        await Ready(503);

        slow.SetResult();
        await IsDoneOnce();
    }

    [Fact]
    public async Task An_answer_that_takes_longer_than_the_door_waits_is_one_504()
    {
        await using var hasty = await WriteHost.On(
            await EventStoreDbEventStore.Open(_node.ConnectionString()), Path.Combine(_folder, "tokens.pem"), ("Limits:Timeout", "00:00:01"));
        var slow = new TaskCompletionSource();
        _node.Faults.Slow = slow.Task;
        using var response = await hasty.As(Guid.CreateVersion7(), Role.Employer).Send("/v1/employers", Registration);
        await response.IsProblem(504, "server.timed-out");
        slow.SetResult();
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task While_appends_fail_the_answer_is_503_and_the_door_is_not_ready_until_one_is_taken_again(string fault)
    {
        Break(fault);
        await IsRefused();
        Assert.Contains("The log takes no appends", await Ready(503), StringComparison.Ordinal);

        Break("nothing");
        await IsDoneOnce();
    }

    private void Break(string fault)
    {
        _node.Faults.Full = fault == "full";
        _node.Faults.Silent = fault == "silent";
        _node.Faults.Refusal = fault switch
        {
            "busy" => NodeFaults.Busy,
            "without a quorum" => NodeFaults.TimedOut,
            _ => null,
        };
    }

    private async Task IsRefused()
    {
        var response = await _owner.Send("/v1/employers", Registration, "during");
        await response.IsProblem(503, "server.unavailable");
        Assert.NotNull(response.Headers.RetryAfter!.Delta);
    }

    private async Task IsDoneOnce()
    {
        var made = await _owner.Do("/v1/employers", Registration, "during");
        Assert.Equal(made, await _owner.Do("/v1/employers", Registration, "during"));
        Assert.Equal(made.Position, (await _store.End(default)).Value);
        Assert.Equal(2, (await _store.Log()).Count);

        // Where it had been done without an answer, only another command finds out that the log takes appends.
        await _owner.Do("/v1/employers", Registration, "after");
        await Ready(200);
    }

    private async Task<string> Ready(int status)
    {
        using var response = await _host.Anonymous().GetAsync(new Uri("/health/ready", UriKind.Relative));
        Assert.Equal(status, (int)response.StatusCode);
        return await response.Content.ReadAsStringAsync();
    }
}
