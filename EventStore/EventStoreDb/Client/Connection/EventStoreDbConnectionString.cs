using System.Globalization;
using System.Net;

namespace EventStoreDb.Client;

/// <summary>Which nodes of a cluster are asked first.</summary>
public enum NodePreference
{
    Leader,
    Follower,
    ReadOnlyReplica,
    Random,
}

/// <summary>
/// Where EventStoreDB is and how it is spoken to, written as its own clients write it:
/// <c>esdb://user:password@host:2113,other:2113?tls=true&amp;nodePreference=leader</c>, or <c>esdb+discover://name</c>.
/// </summary>
public sealed record EventStoreDbConnectionString
{
    internal const int DefaultPort = 2113;

    private EventStoreDbConnectionString(IReadOnlyList<DnsEndPoint> nodes) => Nodes = nodes;

    /// <summary>The nodes as written; one or more.</summary>
    public IReadOnlyList<DnsEndPoint> Nodes { get; }

    /// <summary>The nodes are asked which nodes there are: several are named, or the scheme says so.</summary>
    public bool Discover { get; internal init; }

    /// <summary>Who asks; null without credentials.</summary>
    public NetworkCredential? Credentials { get; internal init; }

    public bool Tls { get; internal init; } = true;

    /// <summary>Whether the server's certificate must be valid.</summary>
    public bool TlsVerifyCert { get; internal init; } = true;

    /// <summary>A PEM file with the authority of the server's certificate; null for those that the machine trusts.</summary>
    public string? TlsCaFile { get; internal init; }

    /// <summary>A PEM file with the certificate that tells who asks; null without one. It goes with <see cref="UserKeyFile"/>.</summary>
    public string? UserCertFile { get; internal init; }

    /// <summary>A PEM file with the key of <see cref="UserCertFile"/>.</summary>
    public string? UserKeyFile { get; internal init; }

    public NodePreference NodePreference { get; internal init; } = NodePreference.Leader;

    /// <summary>The pause without traffic after which the server is asked whether it is there; infinite for never.</summary>
    public TimeSpan KeepAliveInterval { get; internal init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long that question waits for its answer.</summary>
    public TimeSpan KeepAliveTimeout { get; internal init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a call waits for its answer.</summary>
    public TimeSpan DefaultDeadline { get; internal init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often all nodes are asked for one that serves before a call is told that there is none.</summary>
    public int MaxDiscoverAttempts { get; internal init; } = 10;

    /// <summary>The first pause between two of these rounds; it grows to a second.</summary>
    public TimeSpan DiscoveryInterval { get; internal init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How long the answer of a node that is asked for the others is waited for.</summary>
    public TimeSpan GossipTimeout { get; internal init; } = TimeSpan.FromSeconds(5);

    /// <summary>Reads a connection string.</summary>
    /// <exception cref="FormatException">It is wrong; the message says which part, and what would be right. It never holds the password.</exception>
    public static EventStoreDbConnectionString Parse(string text)
    {
        var (scheme, rest) = Cut(text, "://") ?? throw Wrong("has no scheme; it begins with esdb:// or esdb+discover://");
        if (scheme is not ("esdb" or "esdb+discover"))
        {
            throw Wrong($"has the scheme '{scheme}'; it begins with esdb:// or esdb+discover://");
        }

        var (before, query) = Cut(rest, "?") ?? (rest, "");
        var authority = before.EndsWith('/') ? before[..^1] : before;
        var at = authority.LastIndexOf('@');
        var nodes = authority[(at + 1)..].Split(',').Select(Node).ToArray();
        return new EventStoreDbConnectionString(nodes)
        {
            Discover = scheme == "esdb+discover" || nodes.Length > 1,
            Credentials = at < 0 ? null : User(authority[..at]),
        }.With(query);
    }

    /// <summary>What it says, without the password.</summary>
    public override string ToString() =>
        $"{(Discover ? "esdb+discover" : "esdb")}://{string.Join(',', Nodes.Select(node => $"{node.Host}:{node.Port}"))}?tls={(Tls ? "true" : "false")}";

    private EventStoreDbConnectionString With(string query)
    {
        var (settings, seen) = (this, new HashSet<string>(StringComparer.OrdinalIgnoreCase));
        foreach (var option in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = Cut(option, "=") ?? throw Wrong($"has the option '{option}' without a value; an option is name=value");
            if (!seen.Add(name))
            {
                throw Wrong($"has the option {name} twice");
            }

            settings = settings.With(name, Decoded(value, name));
        }

        return settings.UserCertFile is null == settings.UserKeyFile is null
            ? settings
            : throw Wrong("has one of userCertFile and userKeyFile; they are given together");
    }

    private EventStoreDbConnectionString With(string name, string value) => name.ToUpperInvariant() switch
    {
        "TLS" => this with { Tls = Flag(name, value) },
        "TLSVERIFYCERT" => this with { TlsVerifyCert = Flag(name, value) },
        "TLSCAFILE" => this with { TlsCaFile = PemFile(name, value) },
        "USERCERTFILE" => this with { UserCertFile = PemFile(name, value) },
        "USERKEYFILE" => this with { UserKeyFile = PemFile(name, value) },
        "NODEPREFERENCE" => this with { NodePreference = Preference(name, value) },
        "KEEPALIVEINTERVAL" => this with { KeepAliveInterval = Pause(name, value) },
        "KEEPALIVETIMEOUT" => this with { KeepAliveTimeout = Pause(name, value) },
        "DEFAULTDEADLINE" => this with { DefaultDeadline = TimeSpan.FromMilliseconds(Number(name, value, "milliseconds")) },
        "MAXDISCOVERATTEMPTS" => this with { MaxDiscoverAttempts = Number(name, value, "attempts") },
        "DISCOVERYINTERVAL" => this with { DiscoveryInterval = TimeSpan.FromMilliseconds(Number(name, value, "milliseconds")) },
        "GOSSIPTIMEOUT" => this with { GossipTimeout = TimeSpan.FromMilliseconds(Number(name, value, "milliseconds")) },
        _ => throw Wrong($"has the option {name}, which is not known; known are tls, tlsVerifyCert, tlsCaFile, userCertFile, userKeyFile, nodePreference, " +
            "keepAliveInterval, keepAliveTimeout, defaultDeadline, maxDiscoverAttempts, discoveryInterval and gossipTimeout"),
    };

    private static string PemFile(string name, string value) => value.Length > 0 ? value : throw Wrong($"has an empty {name}; it is the path of a PEM file");

    private static DnsEndPoint Node(string text)
    {
        var mark = text.LastIndexOf(':');
        var hasPort = mark > text.LastIndexOf(']');
        var host = hasPort ? text[..mark] : text;
        if (Uri.CheckHostName(host) is UriHostNameType.Unknown)
        {
            throw Wrong(host.Length == 0 ? "lacks a host" : $"has the host '{host}', which is neither a name nor an address");
        }

        if (!hasPort)
        {
            return new DnsEndPoint(host, DefaultPort);
        }

        return int.TryParse(text.AsSpan(mark + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 1 and <= 65535
            ? new DnsEndPoint(host, port)
            : throw Wrong($"has the port '{text[(mark + 1)..]}' for {host}; a port is a number from 1 to 65535");
    }

    private static NetworkCredential User(string text)
    {
        var (user, password) = Cut(text, ":") ?? throw Wrong("has a user without a password; both are given as user:password@");
        return user.Length > 0
            ? new NetworkCredential(Decoded(user, "user"), Decoded(password, "password"))
            : throw Wrong("has a password without a user; both are given as user:password@");
    }

    private static bool Flag(string name, string value) => value.ToUpperInvariant() switch
    {
        "TRUE" => true,
        "FALSE" => false,
        _ => throw Wrong($"has {name}={value}; it is true or false"),
    };

    private static NodePreference Preference(string name, string value) => value.ToUpperInvariant() switch
    {
        "LEADER" => NodePreference.Leader,
        "FOLLOWER" => NodePreference.Follower,
        "READONLYREPLICA" => NodePreference.ReadOnlyReplica,
        "RANDOM" => NodePreference.Random,
        _ => throw Wrong($"has {name}={value}; it is leader, follower, readOnlyReplica or random"),
    };

    /// <summary>What is kept by HTTP/2 is no shorter than a second.</summary>
    private static TimeSpan Pause(string name, string value) => value == "-1" ? Timeout.InfiniteTimeSpan
        : Number(name, value, "milliseconds from 1000 on, or -1 for never") is >= 1_000 and var milliseconds ? TimeSpan.FromMilliseconds(milliseconds)
        : throw Wrong($"has {name}={value}; it is a whole number of milliseconds from 1000 on, or -1 for never");

    private static int Number(string name, string value, string unit) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw Wrong($"has {name}={value}; it is a whole number of {unit}");

    private static string Decoded(string text, string part)
    {
        var decoded = Uri.UnescapeDataString(text);
        return decoded.Any(char.IsControl) ? throw Wrong($"has control characters in its {part}") : decoded;
    }

    private static (string Before, string After)? Cut(string text, string mark)
    {
        var index = text.IndexOf(mark, StringComparison.Ordinal);
        return index < 0 ? null : (text[..index], text[(index + mark.Length)..]);
    }

    private static FormatException Wrong(string what) => new($"The EventStoreDB connection string {what}.");
}
