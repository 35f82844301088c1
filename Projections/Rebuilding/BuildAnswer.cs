namespace LaborMarketplace.Projections.Rebuilding;

/// <summary>What the database's functions answer that switch and drop; ReadFunctions.sql says when.</summary>
internal enum BuildAnswer
{
    Switched,
    Dropped,
    Serves,
    Missing,
    Building,
    Followed,
    Older,
    Unfollowed,
    Halted,
    Behind,
}
