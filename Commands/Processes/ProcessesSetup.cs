using LaborMarketplace.Commands.Deadlines;
using LaborMarketplace.Commands.Helpers;
using LaborMarketplace.EventStore;
using Microsoft.Extensions.DependencyInjection;

namespace LaborMarketplace.Commands.Processes;

/// <summary>Puts the processes and deadlines together.</summary>
public static class ProcessesSetup
{
    /// <summary>The health check's name.</summary>
    public const string Health = "processes";

    /// <summary>
    /// Adds what tells how far the processes have come, for whoever asks, and the health check of them. The composition adds the Npgsql data source. Ask
    /// <see cref="IProcessStore.Prepare"/> once before the first use.
    /// </summary>
    public static IServiceCollection AddProcessStatus(this IServiceCollection services)
    {
        services.AddHealthChecks().AddCheck<ProcessHealth>(Health);
        return services
            .AddSingleton<IProcessStore, PostgresProcessStore>()
            .AddSingleton<IProcessStatus, ProcessStatusReader>();
    }

    /// <summary>
    /// Adds the processes and deadlines, after <c>AddCommands</c> and <see cref="AddProcessStatus"/>. The composition adds an
    /// <see cref="IContactCodeSender"/>.
    /// </summary>
    public static IServiceCollection AddProcesses(this IServiceCollection services) => services
        .AddSingleton<ILeadership, PostgresLeadership>()
        .AddSingleton<DeadlineAlarm>()
        .AddSingleton<DeadlineWorker>()
        .AddSingleton(provider => new ProcessRunner(
            provider.GetRequiredService<IEventStore>(), provider.GetRequiredService<EventCodec>(), provider.GetRequiredService<IProcessStore>(),
            All(provider.GetRequiredService<Facts>(), provider.GetRequiredService<IProcessStore>(), provider.GetRequiredService<KeyedCodes>(),
                provider.GetRequiredService<IContactCodeSender>()),
            provider.GetRequiredService<CommandExecutor>(), provider.GetRequiredService<Deciders>()))
        .AddHostedService<ProcessHost>();

    /// <summary>All the marketplace's processes. A new one is added here, and only here.</summary>
    public static IReadOnlyList<IProcess> All(Facts facts, IProcessStore memory, KeyedCodes codes, IContactCodeSender sender) =>
    [
        new RegistrationProcess(facts, codes, sender),
        new FirstApplicationProcess(facts),
        new HireProcess(facts),
        new OfferEndProcess(facts),
        new JobEndProcess(facts, memory),
        new CancellationProcess(facts, memory),
        new ReconfirmationProcess(facts),
        new RescheduleProcess(facts),
    ];
}
