using LaborMarketplace.Projections.Applications;
using LaborMarketplace.Projections.Assignments;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Employers;
using LaborMarketplace.Projections.Helpers;
using LaborMarketplace.Projections.Jobs;
using LaborMarketplace.Projections.Metrics;
using LaborMarketplace.Projections.Verifications;

namespace LaborMarketplace.Projections;

/// <summary>All read models of the marketplace. A new one is added here, and only here.</summary>
public static class ReadModels
{
    public static IReadOnlyList<Projection> All { get; } =
    [
        HelperProfile.Projection,
        HelperCard.Projection,
        Reputation.Projection,
        EmployerAccount.Projection,
        EmployerCard.Projection,
        JobCard.Projection,
        JobDetail.Projection,
        ApplicationView.Projection,
        AgendaEntry.Projection,
        TimeSheetView.Projection,
        VerificationStatus.Projection,
        Journey.Projection,
    ];
}
