using static LaborMarketplace.Domain.Decision<LaborMarketplace.Domain.Applications.ApplicationEvent>;

namespace LaborMarketplace.Domain.Applications;

/// <summary>Who may apply and be offered work. The verification level is no matter before an offer is accepted: an offer may be conditional on it.</summary>
internal static class EligibilityRules
{
    /// <returns>The rule that is broken; null when none is.</returns>
    public static Decision<ApplicationEvent>? Broken(Eligibility eligibility) => eligibility switch
    {
        { JobOpen: false } => Refuse("application.job-not-open", "The job takes no applications and offers."),
        { HelperActive: false } => Refuse("application.helper-not-active", "Only an active helper applies and is hired: onboarded, and not paused."),
        { Blocked: true } => Refuse("application.helper-blocked", "The employer does not work with this helper."),
        _ => null,
    };
}
