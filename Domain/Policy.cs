using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Domain;

/// <summary>The numbers that the rules use. Configuration may change them; events record the version that decided them.</summary>
/// <param name="Version">Raised with every change, and recorded in the events that these numbers decided.</param>
/// <param name="ContactCodeLasts">How long a contact code may be used.</param>
/// <param name="ContactCodeTries">How many wrong tries a contact code survives.</param>
/// <param name="ContactCodesAtMost">How many contact codes are sent to a helper within <paramref name="ContactCodesWithin"/>.</param>
/// <param name="ContactCodesWithin">The time over which contact codes are counted; a day at most.</param>
/// <param name="EmailReservationLasts">How long a reserved address waits for its registration.</param>
/// <param name="HoldLasts">How long a held calendar slot waits to be confirmed.</param>
/// <param name="JobOpenAtMost">How long a job stays open when its start is further away.</param>
/// <param name="EditIsLateBefore">A material edit this close to the start asks the hired to confirm again.</param>
/// <param name="OfferLastsAtLeast">The shortest expiry an offer may have.</param>
/// <param name="OfferLastsAtMost">The longest expiry an offer may have.</param>
/// <param name="CheckInOpensBefore">How long before the start a check-in is taken.</param>
/// <param name="CheckInWithinMetres">How far from the place a check-in is taken, before the reported accuracy is added.</param>
/// <param name="OverrunCountedFor">How long after the assignment's end work is still counted.</param>
/// <param name="HoursApprovedAfter">When submitted hours that nobody touches are approved.</param>
/// <param name="NoShowReportedAfter">How long after the start a no-show may be reported.</param>
/// <param name="NoShowContestedWithin">How long a reported no-show may be contested.</param>
/// <param name="CancellationIsLateBefore">A cancellation this close to the start costs a fee.</param>
/// <param name="LateCancellationFeePercent">The fee, in percent of the assignment's expected pay.</param>
/// <param name="RatingsHiddenFor">When ratings are shown though only one side has rated, and the assignment closes.</param>
/// <param name="VerificationLasts">How long a clear verification holds.</param>
/// <param name="MinimumHourlyPay">The least hourly pay where a region has none of its own.</param>
/// <param name="MinimumHourlyPayByRegion">The least hourly pay of single regions.</param>
public sealed record Policy(
    int Version,
    TimeSpan ContactCodeLasts,
    int ContactCodeTries,
    int ContactCodesAtMost,
    TimeSpan ContactCodesWithin,
    TimeSpan EmailReservationLasts,
    TimeSpan HoldLasts,
    TimeSpan JobOpenAtMost,
    TimeSpan EditIsLateBefore,
    TimeSpan OfferLastsAtLeast,
    TimeSpan OfferLastsAtMost,
    TimeSpan CheckInOpensBefore,
    double CheckInWithinMetres,
    TimeSpan OverrunCountedFor,
    TimeSpan HoursApprovedAfter,
    TimeSpan NoShowReportedAfter,
    TimeSpan NoShowContestedWithin,
    TimeSpan CancellationIsLateBefore,
    decimal LateCancellationFeePercent,
    TimeSpan RatingsHiddenFor,
    TimeSpan VerificationLasts,
    Money MinimumHourlyPay,
    IReadOnlyDictionary<string, Money> MinimumHourlyPayByRegion)
{
    public static Policy Default { get; } = new(
        Version: 1,
        ContactCodeLasts: TimeSpan.FromMinutes(15),
        ContactCodeTries: 5,
        ContactCodesAtMost: 5,
        ContactCodesWithin: TimeSpan.FromHours(1),
        EmailReservationLasts: TimeSpan.FromMinutes(15),
        HoldLasts: TimeSpan.FromMinutes(15),
        JobOpenAtMost: TimeSpan.FromDays(30),
        EditIsLateBefore: TimeSpan.FromHours(24),
        OfferLastsAtLeast: TimeSpan.FromMinutes(15),
        OfferLastsAtMost: TimeSpan.FromDays(14),
        CheckInOpensBefore: TimeSpan.FromMinutes(30),
        CheckInWithinMetres: 150,
        OverrunCountedFor: TimeSpan.FromHours(24),
        HoursApprovedAfter: TimeSpan.FromHours(72),
        NoShowReportedAfter: TimeSpan.FromHours(1),
        NoShowContestedWithin: TimeSpan.FromHours(72),
        CancellationIsLateBefore: TimeSpan.FromHours(24),
        LateCancellationFeePercent: 25,
        RatingsHiddenFor: TimeSpan.FromDays(14),
        VerificationLasts: TimeSpan.FromDays(365),
        MinimumHourlyPay: new Money(7.25m, Currency.UsDollar),
        MinimumHourlyPayByRegion: new Dictionary<string, Money>());

    public Money MinimumHourlyPayIn(Region? region) =>
        region is { } here && MinimumHourlyPayByRegion.TryGetValue(here.Value, out var minimum) ? minimum : MinimumHourlyPay;
}
