using LaborMarketplace.Commands.Applications;
using LaborMarketplace.Commands.Assignments;
using LaborMarketplace.Commands.Employers;
using LaborMarketplace.Commands.Helpers;
using LaborMarketplace.Commands.Jobs;
using LaborMarketplace.Commands.Processes;
using LaborMarketplace.Commands.Verifications;
using LaborMarketplace.Http;
using LaborMarketplace.Http.Health;
using LaborMarketplace.Http.Limits;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace LaborMarketplace.WriteApi;

/// <summary>Puts the write door together.</summary>
public static class WriteApiSetup
{
    private static readonly Door Door = new(
        "Labor Marketplace: write API",
        "One endpoint for each command. Send an Idempotency-Key and repeat as often as you must; send If-Match to change what you have seen.",
        Compresses: false);

    /// <summary>
    /// Adds the door. The composition adds the commands, and where it wishes so <see cref="IProcessStatus"/>, <see cref="IAdjustableClock"/>
    /// and <see cref="ILocalMailbox"/>, each of which opens endpoints of its own.
    /// </summary>
    public static IServiceCollection AddWriteApi(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddDoor(configuration, Door).AddHealthChecks().AddCheck<LogHealth>("log");
        return services;
    }

    /// <summary>Lays the pipeline and maps all endpoints.</summary>
    public static WebApplication MapWriteApi(this WebApplication app)
    {
        T Need<T>() where T : notnull => app.Services.GetRequiredService<T>();

        app.UseDoor();
        var services = new CommandServices(Need<TimeProvider>(), Need<LimitSettings>());
        var (applications, assignments, verifications) = (Need<ApplicationCommands>(), Need<AssignmentCommands>(), Need<VerificationCommands>());
        app.MapHelpers(services, Need<HelperCommands>(), verifications);
        app.MapEmployers(services, Need<EmployerCommands>());
        app.MapJobs(services, Need<JobCommands>(), applications);
        app.MapApplications(services, applications);
        app.MapAssignments(services, assignments);
        app.MapVerifications(services, verifications);
        app.MapSupervisorCode(assignments);
        if (app.Services.GetService<IProcessStatus>() is { } processes)
        {
            app.MapProcesses(processes);
        }

        if (app.Services.GetService<IAdjustableClock>() is { } clock)
        {
            app.MapClock(clock, services);
        }

        if (app.Services.GetService<ILocalMailbox>() is { } mailbox)
        {
            app.MapMailbox(mailbox);
        }

        return app;
    }
}
