namespace LaborMarketplace.Domain.Values;

/// <summary>What a token's bearer is to the marketplace.</summary>
public enum Role
{
    Helper,
    Employer,
    Reviewer,
    Auditor,
    Data,
    Operator,
}
