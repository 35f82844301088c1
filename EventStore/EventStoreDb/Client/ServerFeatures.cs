namespace EventStoreDb.Client;

/// <summary>What a node can do.</summary>
/// <param name="Version">The server's, as it writes it.</param>
public sealed record ServerFeatures(string Version, IReadOnlyList<ServerMethod> Methods)
{
    /// <summary>
    /// Whether the node answers this method; names without regard to case, as in <c>event_store.client.streams.streams</c>, <c>batchappend</c>.
    /// </summary>
    public bool Supports(string service, string method) => Methods.Any(one =>
        one.Service.Equals(service, StringComparison.OrdinalIgnoreCase) && one.Method.Equals(method, StringComparison.OrdinalIgnoreCase));
}

/// <param name="Features">What it can do beyond the method's first form.</param>
public sealed record ServerMethod(string Service, string Method, IReadOnlyList<string> Features);
