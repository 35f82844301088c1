using LaborMarketplace.Commands.Applications;
using LaborMarketplace.Commands.Assignments;
using LaborMarketplace.Commands.Employers;
using LaborMarketplace.Commands.Helpers;
using LaborMarketplace.Commands.Jobs;
using LaborMarketplace.Commands.Verifications;
using Microsoft.Extensions.DependencyInjection;

namespace LaborMarketplace.Commands;

/// <summary>Puts the commands room together.</summary>
public static class CommandsSetup
{
    /// <summary>
    /// Adds the executor and the modules. The composition adds the store (<see cref="EventStore.IEventStore"/>), the
    /// <see cref="EventStore.EventCodec"/> and the <see cref="TimeProvider"/>.
    /// </summary>
    public static IServiceCollection AddCommands(this IServiceCollection services, CommandSettings settings) => services
        .AddSingleton(settings)
        .AddSingleton(new Deciders(settings.Policy))
        .AddSingleton<KeyedCodes>()
        .AddSingleton<CommandExecutor>()
        .AddSingleton<Facts>()
        .AddSingleton<HelperCommands>()
        .AddSingleton<EmployerCommands>()
        .AddSingleton<JobCommands>()
        .AddSingleton<ApplicationCommands>()
        .AddSingleton<AssignmentCommands>()
        .AddSingleton<VerificationCommands>();
}
