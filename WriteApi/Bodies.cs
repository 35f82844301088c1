using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.WriteApi;

// The body of a command is the domain's command itself; where that holds what is not the client's to say (who asks, a new id, what other
// streams say), it is a record beside the endpoint, or one of these.

/// <summary>The body of a command that says all by its name.</summary>
internal sealed record Nothing;

/// <summary>The body of a command that needs a reason.</summary>
internal sealed record WithReason(Reason Reason);
