namespace LaborMarketplace.Cli.Simulate;

/// <summary>How people behave, in likelihoods: most do what they should, and each unhappy way is gone by some.</summary>
internal static class Habits
{
    public const double LetsCodeExpire = 0.04;
    public const double MistypesContactCode = 0.05;
    public const double CompletesOnboardingTooEarly = 0.05;
    public const double SendsNonsense = 0.04;
    public const double PicksOthersResource = 0.02;
    public const double AsksForVerification = 0.5;
    public const double WithdrawsConsent = 0.05;
    public const double FailsVerification = 0.1;

    public const double PublishesBeforeVerified = 0.1;
    public const double OffersPayBelowMinimum = 0.05;
    public const double LowersPayAfterApplications = 0.05;
    public const double CancelsJob = 0.03;
    public const double RejectsApplicant = 0.15;
    public const double OffersBeyondPositions = 0.1;
    public const double RescindsOffer = 0.03;

    public const double AppliesToWhatFits = 0.7;
    public const double AppliesTwice = 0.03;
    public const double WithdrawsApplication = 0.07;
    public const double LetsOfferExpire = 0.08;
    public const double DeclinesOffer = 0.1;

    public const double CancelsEarly = 0.05;
    public const double CancelsLate = 0.04;
    public const double DoesNotShowUp = 0.05;
    public const double ContestsNoShow = 0.4;
    public const double ChecksInTooEarly = 0.05;
    public const double ChecksInFromFarAway = 0.05;
    public const double TakesBreak = 0.4;
    public const double AddsOverlappingEntry = 0.05;
    public const double CorrectsEntry = 0.08;
    public const double ApprovesOwnHours = 0.02;
    public const double DisputesHours = 0.05;
    public const double LeavesHoursUntouched = 0.3;
    public const double Rates = 0.7;
}
