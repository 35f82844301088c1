using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using LaborMarketplace.Cli;
using LaborMarketplace.Cli.Client;
using Npgsql;

namespace LaborMarketplace.Tests.EndToEnd;

/// <summary>What a command came to.</summary>
internal sealed record Outcome(int ExitCode, string Output, string Errors);

/// <summary>The built <c>marketplace</c> command, run as its users run it: a process of its own.</summary>
internal static class MarketplaceCommand
{
    public static readonly string Program = Path.Combine(AppContext.BaseDirectory, "marketplace.dll");

    /// <summary>Runs what follows it where neither PostgreSQL nor any other program can be found.</summary>
    private static readonly string[] WithoutPostgres =
    [
        "unshare", "--mount", "sh", "-c",
        "dotnet=$(command -v dotnet); "
        + "if [ -d /usr/lib/postgresql ]; then mount -t tmpfs tmpfs /usr/lib/postgresql || exit; fi; "
        + """shift; PATH=/nowhere exec "$dotnet" "$@" """,
        "sh",
    ];

    public static Process Start(params IEnumerable<string> arguments) => Launch(["dotnet", Program, .. arguments]);

    /// <summary>Runs a command to its end.</summary>
    public static Task<Outcome> Run(TimeSpan within, params IEnumerable<string> arguments) => Finish(Start(arguments), within, arguments);

    /// <summary>Whether <see cref="RunWithoutPostgres"/> can be used: root alone may hide folders from a process.</summary>
    public static async Task<bool> CanHidePostgres() =>
        OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess
        && (await Finish(Launch(["unshare", "--mount", "true"]), TimeSpan.FromMinutes(1), [])).ExitCode == 0;

    /// <summary>Runs a command to its end as on a machine that has no PostgreSQL, and no programs to install it with.</summary>
    public static Task<Outcome> RunWithoutPostgres(TimeSpan within, params IEnumerable<string> arguments) =>
        Finish(Launch([.. WithoutPostgres, "dotnet", Program, .. arguments]), within, arguments);

    private static Process Launch(string[] command) => Process.Start(new ProcessStartInfo(command[0], command[1..])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        WorkingDirectory = Path.GetTempPath(),
    })!;

    private static async Task<Outcome> Finish(Process started, TimeSpan within, IEnumerable<string> arguments)
    {
        using var process = started;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var limit = new CancellationTokenSource(within);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"'marketplace {string.Join(' ', arguments)}' ran longer than {within}. It said: {await output}{await errors}");
        }

        return new Outcome(process.ExitCode, await output, await errors);
    }
}

/// <summary>A marketplace that runs as a process of its own on free ports, with a folder that goes away at the end.</summary>
internal sealed class MarketplaceProcess : IAsyncDisposable
{
    private const string Running = "The marketplace runs.";
    private const int InterruptSignal = 2, TerminateSignal = 15;

    private static readonly TimeSpan StartsWithin = TimeSpan.FromMinutes(3), StopsWithin = TimeSpan.FromSeconds(30);

    private readonly StringBuilder _said = new();
    private readonly Log? _log;
    private Process? _process;

    /// <param name="log">Where it keeps its log; PostgreSQL unless given.</param>
    public MarketplaceProcess(Log? log = null)
    {
        _log = log;
        Folder = Path.Combine(Path.GetTempPath(), $"marketplace-{Guid.NewGuid():N}");
        Doors = new Doors(new Uri($"http://127.0.0.1:{FreePort()}/"), new Uri($"http://127.0.0.1:{FreePort()}/"));
    }

    public string Folder { get; }

    public Doors Doors { get; }

    public People People => People.Of(new DataFolder(Folder));

    /// <summary>All that it wrote, errors too.</summary>
    public string Said
    {
        get
        {
            lock (_said)
            {
                return _said.ToString();
            }
        }
    }

    /// <summary>Where to reach it, as every command takes it.</summary>
    public IEnumerable<string> Where => ["--data-folder", Folder, "--write", $"{Doors.Write}", "--read", $"{Doors.Read}"];

    /// <summary>Where its log is, as every command takes it that opens the log.</summary>
    public IEnumerable<string> LogOptions => _log?.Options ?? [];

    /// <summary>Starts it and waits until it runs.</summary>
    public async Task Start(params IEnumerable<string> options)
    {
        _process = MarketplaceCommand.Start(["serve", .. Where, .. LogOptions, .. options]);
        var runs = new TaskCompletionSource();
        _process.OutputDataReceived += (_, line) => Hear(line.Data, runs);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data, runs);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        var first = await Task.WhenAny(runs.Task, _process.WaitForExitAsync()).WaitAsync(StartsWithin);
        Assert.True(first == runs.Task, $"The marketplace did not start: {Said}");
    }

    /// <summary>As Ctrl-C does.</summary>
    public Task<int> Interrupt() => Signal(InterruptSignal);

    /// <summary>As a service manager does.</summary>
    public Task<int> Terminate() => Signal(TerminateSignal);

    /// <summary>As a crash does: nothing is finished.</summary>
    public async Task Kill()
    {
        _process!.Kill();
        await _process.WaitForExitAsync().WaitAsync(StopsWithin);
    }

    public Task<Outcome> Run(TimeSpan within, params IEnumerable<string> arguments) => MarketplaceCommand.Run(within, [.. arguments, .. Where]);

    /// <summary>All events of its log, beside the marketplace.</summary>
    public async Task<IReadOnlyList<Logged>> ReadLog()
    {
        await using var otherwise = await Log.On(Store.PostgreSql);
        return await (_log ?? otherwise).Read(this);
    }

    /// <summary>The private cluster's database, beside the marketplace.</summary>
    public NpgsqlDataSource OpenDatabase()
    {
        var cluster = Path.Combine(Folder, "postgresql");
        return NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = int.Parse(File.ReadAllText(Path.Combine(cluster, "port")), CultureInfo.InvariantCulture),
            Username = "marketplace",
            Password = File.ReadAllText(Path.Combine(cluster, "password")),
            Database = "marketplace",
        }.ConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            await Kill();
        }

        _process?.Dispose();
        await LaborMarketplace.Cli.Embedded.PostgresCluster.Remove(Path.Combine(Folder, "postgresql"), CancellationToken.None);
        new DataFolder(Folder).Remove();
    }

    /// <summary>A port that nobody listens at, below those that Linux gives to outgoing connections: one of these might take it before it is used.</summary>
    public static int FreePort()
    {
        while (true)
        {
            var port = Random.Shared.Next(20_000, 32_000);
            using var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                continue;
            }
        }
    }

    private void Hear(string? line, TaskCompletionSource runs)
    {
        lock (_said)
        {
            _said.AppendLine(line);
        }

        if (line?.StartsWith(Running, StringComparison.Ordinal) == true)
        {
            runs.TrySetResult();
        }
    }

    private async Task<int> Signal(int signal)
    {
        Assert.Equal(0, SendSignal(_process!.Id, signal));
        await _process.WaitForExitAsync().WaitAsync(StopsWithin);
        return _process.ExitCode;
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int process, int signal);
}
