using LaborMarketplace.Tests.Commands;
using static LaborMarketplace.Tests.Commands.Scene;

namespace LaborMarketplace.Tests.Unit.Commands.Processes;

/// <summary>Each test begins in a world of its own, with an employer who may publish, and with Ann and Bob, who may be hired.</summary>
public abstract class EmployerAndTwoHelpers : IAsyncLifetime
{
    private protected World World { get; } = new();

    public async Task InitializeAsync()
    {
        await World.RegisterEmployer();
        await World.Onboard(Ann);
        await World.Onboard(Bob);
    }

    public Task DisposeAsync() => Task.CompletedTask;
}
