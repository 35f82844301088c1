namespace LaborMarketplace.Tests.Integration;

public sealed class TogetherTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(100);

    [Fact]
    public async Task What_fails_beside_a_test_ends_what_is_waited_for_with_its_failure()
    {
        await using var together = new Together();
        var failing = new TaskCompletionSource();
        _ = together.Beside(_ => failing.Task);
        var waiting = together.Wait("What never comes", Forever);
        failing.SetException(new InvalidOperationException("The writer fell."));
        Assert.Equal("The writer fell.", (await Assert.ThrowsAsync<InvalidOperationException>(() => waiting)).Message);
        await Assert.ThrowsAsync<InvalidOperationException>(() => together.Wait("What is there", _ => Task.CompletedTask));
    }

    [Fact]
    public async Task What_gives_up_beside_a_test_has_failed()
    {
        await using var together = new Together();
        var writing = together.Beside(_ => throw new OperationCanceledException("The writer gave up."));
        await Assert.ThrowsAsync<OperationCanceledException>(() => together.Wait("The writer to end", _ => writing));
    }

    [Fact]
    public async Task What_fails_beside_a_test_ends_the_rest()
    {
        await using var together = new Together();
        var reading = together.Beside(Forever);
        _ = together.Beside(_ => throw new InvalidOperationException("The writer fell."));
        await Assert.ThrowsAsync<InvalidOperationException>(() => together.Wait("The readers to end", _ => reading));
        Assert.True(reading.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task What_does_not_come_is_named()
    {
        await using var together = new Together(Short);
        var deaf = new TaskCompletionSource();
        var timeout = await Assert.ThrowsAsync<TimeoutException>(() => together.Wait("The board to be switched to", _ => deaf.Task));
        Assert.Equal("The board to be switched to: waited for 0.1 seconds in vain.", timeout.Message);
    }

    [Fact]
    public async Task What_is_never_so_is_named_also_where_it_is_part_of_what_is_waited_for()
    {
        await using var together = new Together(Short);
        var timeout = await Assert.ThrowsAsync<TimeoutException>(
            () => together.Wait("All of it", _ => together.Until("A part", _ => Task.FromResult(false))));
        Assert.StartsWith("A part: ", timeout.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_goes_on_after_the_end()
    {
        var together = new Together();
        var reading = together.Beside(Forever);
        await together.DisposeAsync();
        Assert.True(reading.IsCompletedSuccessfully);
    }

    private static Task Forever(CancellationToken cancellation) => Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
}
