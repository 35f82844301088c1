using System.Net;
using System.Net.Sockets;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.Http.Authentication;

namespace LaborMarketplace.Tests.Benchmarks;

/// <summary>An empty marketplace in a process of its own, as <c>marketplace serve</c> runs it, and what its callers need.</summary>
internal sealed class Marketplace : IAsyncDisposable
{
    private readonly Child _process;
    private readonly string _folder;
    private readonly LocalIssuer _issuer;

    private Marketplace(Child process, string folder, Uri write, Uri read)
    {
        (_process, _folder, Write, Read) = (process, folder, write, read);
        _issuer = LocalIssuer.Open(new AuthenticationSettings { LocalKeyFile = Path.Combine(folder, "keys", "tokens.pem") });
    }

    public Uri Write { get; }

    public Uri Read { get; }

    public int ProcessId => _process.Id;

    /// <summary>One for all callers: HTTP/1.1, connections kept.</summary>
    public HttpClient Http { get; } = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, ActivityHeadersPropagator = null });

    /// <param name="connection">The database.</param>
    /// <param name="roles">As <c>--roles</c> takes them.</param>
    /// <param name="options">What else <c>serve</c> is told.</param>
    public static async Task<Marketplace> Start(string connection, string roles = "write,read,projections,processes", params string[] options)
    {
        var folder = Directory.CreateTempSubdirectory("marketplace-benchmarks-").FullName;
        var (write, read) = (new Uri($"http://127.0.0.1:{FreePort()}/"), new Uri($"http://127.0.0.1:{FreePort()}/"));
        var process = await Child.Start(
            "marketplace", "The marketplace runs",
            [
                "serve", "--empty", "--roles", roles, "--connection", connection, "--data-folder", folder,
                "--write", $"{write}", "--read", $"{read}", .. options,
            ]);
        return new Marketplace(process, folder, write, read);
    }

    public string Token(Guid person, params Role[] roles) => _issuer.Issue(new PersonId(person), roles, TimeSpan.FromHours(12));

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _process.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
