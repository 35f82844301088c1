using LaborMarketplace.Cli.Client;
using LaborMarketplace.Cli.Logs;

namespace LaborMarketplace.Cli.Serve;

/// <summary>A part that a process can play.</summary>
internal enum ServeRole
{
    /// <summary>The write API.</summary>
    Write,

    /// <summary>The read API.</summary>
    Read,

    /// <summary>Builds the read models from the log.</summary>
    Projections,

    /// <summary>Does what follows from events, and what falls due.</summary>
    Processes,
}

/// <summary>What <c>marketplace serve</c> is asked to run.</summary>
/// <param name="Roles">The parts that this process plays.</param>
/// <param name="Doors">Where the APIs listen.</param>
/// <param name="Health">Where the process tells how its workers are; null where that was not said.</param>
/// <param name="Folder">Where the keys are, the mail, and the private database.</param>
/// <param name="Connection">A PostgreSQL to use; null makes a private cluster in the folder.</param>
/// <param name="Store">The EventStoreDB that keeps the log; null where PostgreSQL does.</param>
/// <param name="AdjustableClock">Whether operators may move the marketplace's clock forward.</param>
/// <param name="Mailbox">Whether operators may read the contact codes that were sent.</param>
/// <param name="RebuildOnStart">Whether read models of which another version serves are rebuilt and switched to.</param>
internal sealed record ServeSettings(
    IReadOnlyCollection<ServeRole> Roles, Doors Doors, Uri? Health, DataFolder Folder, string? Connection, EventStoreDbLog? Store,
    bool AdjustableClock, bool Mailbox, bool RebuildOnStart = false)
{
    private static readonly Uri UsualHealth = new($"http://localhost:{MarketplaceOptions.HealthPort}/");

    /// <summary>
    /// Where the process tells how its workers are: where it was told to, or, without an API whose health can be asked, at the usual
    /// address.
    /// </summary>
    public Uri? HealthDoor => Health ?? (Roles.Any(role => role is ServeRole.Write or ServeRole.Read) ? null : UsualHealth);

    /// <summary>The addresses that this process listens at.</summary>
    public IEnumerable<Uri> OpenDoors =>
    [
        .. Roles.Where(role => role is ServeRole.Write or ServeRole.Read).Select(role => role == ServeRole.Write ? Doors.Write : Doors.Read),
        .. HealthDoor is { } health ? (Uri[])[health] : [],
    ];

    public static IReadOnlyCollection<ServeRole> AllRoles { get; } = Enum.GetValues<ServeRole>();
}
