using LaborMarketplace.Domain.Employers;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.Projections.Definition;

namespace LaborMarketplace.Projections.Employers;

/// <summary>An employer as everybody sees it.</summary>
public sealed record EmployerCard(Guid Id, EmployerStanding State, Name Name, Region Region, DateTimeOffset RegisteredAt) : IDocument
{
    public static Projection Projection { get; } = Definition.Projection.Of<EmployerCard>("employer-card", version: 1)
        .Creates<EmployerEvent.Registered>((e, recorded) => new(e.Employer.Value, EmployerStanding.Pending, e.Name, e.Region, recorded.At))
        .On<EmployerEvent.Verified>((employer, _) => employer with { State = EmployerStanding.Verified })
        .On<EmployerEvent.Suspended>((employer, _) => employer with { State = EmployerStanding.Suspended })
        .On<EmployerEvent.Reinstated>((employer, _) => employer with { State = EmployerStanding.Verified });
}
