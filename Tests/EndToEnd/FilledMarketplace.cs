namespace LaborMarketplace.Tests.EndToEnd;

/// <summary>A marketplace that runs and is filled, for the tests of one class.</summary>
public sealed class FilledMarketplace : IAsyncLifetime
{
    internal MarketplaceProcess Process { get; } = new();

    public Task InitializeAsync() => Process.Start();

    public async Task DisposeAsync() => await Process.DisposeAsync();
}
