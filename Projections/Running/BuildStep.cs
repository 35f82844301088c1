namespace LaborMarketplace.Projections.Running;

/// <summary>What work on a build has just come to. The steps are where an interruption differs in what it leaves behind.</summary>
public enum BuildStep
{
    /// <summary>A page is folded and not yet written.</summary>
    PageFolded,

    /// <summary>A page is written.</summary>
    PageCommitted,

    /// <summary>A rebuild is registered; its table may not be there yet.</summary>
    BuildBegun,

    /// <summary>A rebuild's table is there.</summary>
    TableMade,

    /// <summary>A part of a rebuild's documents is sent and not yet committed.</summary>
    DocumentsCopied,

    /// <summary>A part of a rebuild is committed.</summary>
    PartCommitted,

    /// <summary>A rebuild has read the log, and has its indexes.</summary>
    IndexesMade,

    /// <summary>A rebuild is level with what serves, and follows the log.</summary>
    BuildFinished,

    /// <summary>A build is about to be switched to.</summary>
    Switching,

    /// <summary>A build was switched to.</summary>
    Switched,

    /// <summary>A build is about to be dropped.</summary>
    Dropping,

    /// <summary>A build was dropped; others that were to be dropped with it may be there yet.</summary>
    Dropped,
}
