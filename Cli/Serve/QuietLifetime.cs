using Microsoft.Extensions.Hosting;

namespace LaborMarketplace.Cli.Serve;

/// <summary>Leaves Ctrl-C and SIGTERM to the command, which stops all parts in order.</summary>
internal sealed class QuietLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
