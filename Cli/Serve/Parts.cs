using System.Net;
using LaborMarketplace.Commands;
using LaborMarketplace.Commands.Deadlines;
using LaborMarketplace.Commands.Helpers;
using LaborMarketplace.Commands.Processes;
using LaborMarketplace.Http;
using LaborMarketplace.Http.Authentication;
using LaborMarketplace.Http.Health;
using LaborMarketplace.Projections;
using LaborMarketplace.Projections.Running;
using LaborMarketplace.ReadApi;
using LaborMarketplace.WriteApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LaborMarketplace.Cli.Serve;

/// <summary>Composes the marketplace's parts, each a host of its own, from the rooms.</summary>
internal static class Parts
{
    private static readonly Door Reading = new(
        "Labor Marketplace: read API",
        "Every read model by id and by list. Send Marketplace-At-Least to see your own write, and If-None-Match to load only what has changed.",
        Compresses: true);

    /// <summary>The parts that were asked for, in the order in which they start and stop: those that answer people first.</summary>
    public static IEnumerable<IHost> Of(ServeSettings settings, SharedParts shared)
    {
        if (settings.Roles.Contains(ServeRole.Write))
        {
            yield return WriteDoor(settings, shared);
        }

        if (settings.Roles.Contains(ServeRole.Read))
        {
            yield return ReadDoor(settings, shared);
        }

        if (settings.Roles.Contains(ServeRole.Processes))
        {
            yield return Processes(shared);
        }

        if (settings.Roles.Contains(ServeRole.Projections))
        {
            yield return Projections(settings, shared);
        }

        if (settings.HealthDoor is { } health)
        {
            yield return HealthDoor(settings, health, shared);
        }

        if (shared.Clock is AdjustableClock clock && settings.Roles.Count < ServeSettings.AllRoles.Count)
        {
            yield return ClockFollower(clock);
        }
    }

    private static WebApplication WriteDoor(ServeSettings settings, SharedParts shared)
    {
        var builder = Listening(settings, settings.Doors.Write);
        builder.Services.AddShared(shared).AddCommands(shared.Commands).AddProcessStatus().AddWriteApi(builder.Configuration);
        if (settings.Mailbox)
        {
            builder.Services.AddSingleton<ILocalMailbox>(shared.Mail);
        }

        if (shared.Clock is IAdjustableClock clock)
        {
            builder.Services.AddSingleton(clock);
        }

        var app = builder.Build();
        app.MapWriteApi();
        return app;
    }

    private static WebApplication ReadDoor(ServeSettings settings, SharedParts shared)
    {
        var builder = Listening(settings, settings.Doors.Read);
        builder.Services.AddShared(shared).AddDoor(builder.Configuration, Reading).AddReadApi(builder.Configuration);
        var app = builder.Build();
        app.UseDoor();
        app.MapReadApi();
        return app;
    }

    private static IHost Processes(SharedParts shared)
    {
        var builder = Worker();
        builder.Services.AddShared(shared).AddCommands(shared.Commands).AddProcessStatus().AddSingleton<IContactCodeSender>(shared.Mail).AddProcesses();
        var host = builder.Build();
        if (shared.Clock is AdjustableClock clock)
        {
            clock.Moved += host.Services.GetRequiredService<DeadlineAlarm>().Ring;
        }

        return host;
    }

    private static IHost Projections(ServeSettings settings, SharedParts shared)
    {
        var builder = Worker();
        builder.Services.AddSingleton(new ProjectionOptions { RebuildOnStart = settings.RebuildOnStart });
        builder.Services.AddShared(shared).AddProjections();
        return builder.Build();
    }

    /// <summary>Tells how the workers of this process are; it is the last to stop, since they live until then.</summary>
    private static WebApplication HealthDoor(ServeSettings settings, Uri address, SharedParts shared)
    {
        var builder = Listening(settings, address);
        builder.Services.AddShared(shared);
        if (settings.Roles.Contains(ServeRole.Processes))
        {
            builder.Services.AddProcessStatus().AddHealthChecks().AddCheck<LogHealth>("log");
        }

        if (settings.Roles.Contains(ServeRole.Projections))
        {
            builder.Services.AddProjectionHealth();
        }

        var app = builder.Build();
        app.MapHealth();
        return app;
    }

    private static IHost ClockFollower(AdjustableClock clock)
    {
        var builder = Worker();
        builder.Services.AddSingleton<IHostLifetime, QuietLifetime>().AddHostedService(_ => new ClockFollower(clock));
        return builder.Build();
    }

    private static IServiceCollection AddShared(this IServiceCollection services, SharedParts shared) => services
        .AddSingleton(shared.Database)
        .AddSingleton(shared.Log.Events)
        .AddSingleton(shared.Log.Appends)
        .AddSingleton(shared.Projections)
        .AddSingleton(shared.Codec)
        .AddSingleton(shared.Clock)
        .AddSingleton<IHostLifetime, QuietLifetime>();

    private static WebApplicationBuilder Listening(ServeSettings settings, Uri address)
    {
        var builder = WebApplication.CreateSlimBuilder();
        if (builder.Configuration[$"{AuthenticationSettings.Section}:{nameof(AuthenticationSettings.Authority)}"] is null)
        {
            builder.Configuration.AddInMemoryCollection(
                [new($"{AuthenticationSettings.Section}:{nameof(AuthenticationSettings.LocalKeyFile)}", settings.Folder.TokenKey)]);
        }

        builder.Logging.OnlyWhatMatters();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenAt(address.IsLoopback ? IPAddress.Loopback : IPAddress.Any, address.Port));
        return builder;
    }

    private static HostApplicationBuilder Worker()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddEnvironmentVariables();
        builder.Logging.OnlyWhatMatters();
        return builder;
    }

    /// <summary>To the error stream, so that what the command prints stays readable.</summary>
    private static void OnlyWhatMatters(this ILoggingBuilder logging) => logging
        .ClearProviders()
        .SetMinimumLevel(LogLevel.Warning)
        .AddSimpleConsole(console => console.SingleLine = true)
        .Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
}
