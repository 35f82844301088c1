using System.Globalization;
using LaborMarketplace.Cli.Data;
using LaborMarketplace.Domain.Jobs;
using LaborMarketplace.Domain.Skills;
using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Cli.Import;

/// <summary>Turns postings into the marketplace's terms: an occupation into a skill, a city into a place, a title into a level.</summary>
internal sealed class PostingTranslation
{
    /// <summary>Where the jobs' and agencies' data lives.</summary>
    public static readonly Region Region = new("us-east");

    private static readonly TimeZoneName Zone = new("America/New_York");
    private static readonly TimeSpan FirstDayStarts = TimeSpan.FromHours(9), FirstDayLasts = TimeSpan.FromHours(8);

    /// <summary>Postings say nothing of dates: their first working day is taken to be this long after the import.</summary>
    private static readonly TimeSpan StartsAfter = TimeSpan.FromDays(28);

    private readonly Occupations _occupations;
    private readonly ZipCode[] _offices;

    /// <exception cref="ExpectedFailure">The file of ZIP codes has none in New York.</exception>
    public PostingTranslation(Occupations occupations, IEnumerable<ZipCode> zips)
    {
        _occupations = occupations;
        _offices = [.. zips.Where(zip => zip is { City: "New York", State: "NY" })];
        if (_offices.Length == 0)
        {
            throw new ExpectedFailure("The file of ZIP codes has none in New York, NY, where these postings are.");
        }
    }

    /// <summary>The agency's place: the file names none, so each gets one of the city's ZIP codes, always the same.</summary>
    public Place OfficeOf(Name agency) =>
        _offices[agency.Value.Aggregate(0, (sum, letter) => ((sum * 31) + letter) & 0x7FFFFFFF) % _offices.Length].ToPlace(Region);

    /// <summary>The terms of the job; null when no occupation can be found for it.</summary>
    /// <param name="posting">What the file says.</param>
    /// <param name="today">The day of the import.</param>
    public JobTerms? TermsOf(Posting posting, DateOnly today)
    {
        if (_occupations.BestFor(posting.Title.Value, posting.Category) is not { } occupation || SkillOf(occupation) is not { } skill)
        {
            return null;
        }

        var starts = StartOf(today);
        return new JobTerms(
            posting.Title,
            Description.From(DescriptionOf(posting, occupation)),
            new TimeWindow(starts, starts + FirstDayLasts),
            Zone,
            OfficeOf(posting.Agency),
            [new RequiredSkill(skill, LevelOf(posting.Title))],
            VerificationLevel.None,
            posting.HourlyPay,
            Headcount.From(1));
    }

    /// <summary>Of the skills of the occupation's major group, the one whose name shares most words with it, else the broadest.</summary>
    private static Skill? SkillOf(Occupation occupation) => SkillCatalogue.ForOccupation(occupation.Code)
        .MaxBy(skill => Occupations.Words(skill.Name).Intersect(Occupations.Words(occupation.Title)).Count())?.Code;

    private static DateTimeOffset StartOf(DateOnly today)
    {
        var local = today.ToDateTime(TimeOnly.MinValue) + StartsAfter + FirstDayStarts;
        return new DateTimeOffset(local, TimeZoneInfo.FindSystemTimeZoneById(Zone.Value).GetUtcOffset(local)).ToUniversalTime();
    }

    private static string DescriptionOf(Posting posting, Occupation occupation) => string.Create(CultureInfo.InvariantCulture, $"""
        {posting.Title} at {posting.Agency}, New York City, job {posting.Number}{(posting.Category is null ? "" : $", in {posting.Category}")}.
        Pay: {posting.PayAsWritten}. The time given is the first working day.
        Occupation: {occupation.Title} ({occupation.Code}; {Occupations.Credit}).
        """);

    private static SkillLevel LevelOf(Title title) => SkillLevel.From(title.Value.ToUpperInvariant() switch
    {
        var text when Has(text, "INTERN", "AIDE", "TRAINEE", "APPRENTICE", "HELPER") => 1,
        var text when Has(text, "ASSISTANT", "ASSOCIATE", "JUNIOR") => 2,
        var text when Has(text, "SENIOR", "SUPERVIS", "PRINCIPAL") => 4,
        var text when Has(text, "DIRECTOR", "CHIEF", "EXECUTIVE", "COMMISSIONER") => 5,
        _ => 3,
    });

    private static bool Has(string text, params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (text.Contains(word, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
