using Bogus;
using LaborMarketplace.Cli.Data;
using LaborMarketplace.Domain.Jobs;
using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Cli.Simulate;

/// <param name="Number">From 0; what the dice are asked about.</param>
/// <param name="Id">The person, and the helper.</param>
/// <param name="Home">Where the helper lives, by ZIP code.</param>
/// <param name="RegistersAt">When the helper comes to the marketplace.</param>
/// <param name="SearchesAt">When the helper looks for work.</param>
internal sealed record PlannedHelper(
    int Number, Guid Id, string Name, string Email, ZipCode Home, Skill Skill, SkillLevel Level, Years Years, Pay Rate,
    DateTimeOffset RegistersAt, IReadOnlyList<DateTimeOffset> SearchesAt);

/// <param name="Owner">The person who registers the employer and acts for it.</param>
internal sealed record PlannedEmployer(int Number, Guid Owner, string Name, string Email, DateTimeOffset RegistersAt);

/// <param name="Employer">The employer's number.</param>
internal sealed record PlannedJob(int Number, int Employer, JobTerms Terms, DateTimeOffset PostedAt);

/// <summary>How many of each come, over how many days.</summary>
internal sealed record PlanSize(int Helpers, int Employers, int Jobs, int Days)
{
    /// <summary>The usual number of employers and jobs for so many helpers.</summary>
    public static PlanSize For(int helpers, int days) => new(helpers, Math.Max(2, helpers / 20), Math.Max(4, helpers / 2), days);
}

/// <summary>Who comes to the marketplace in a simulation, when, and with what: all of it follows from the numbers it is made of.</summary>
internal sealed record SimulationPlan(IReadOnlyList<PlannedHelper> Helpers, IReadOnlyList<PlannedEmployer> Employers, IReadOnlyList<PlannedJob> Jobs)
{
    public static readonly Region Region = new("us-east");
    public static readonly TimeZoneName Zone = new("America/New_York");

    private const int HelpersForEachCity = 400, MostCities = 5;
    private const double CityRadiusInMetres = 15_000;

    private static readonly (Skill Skill, string Title, decimal Pay)[] Trades =
    [
        (new("cleaning"), "Cleaning an office", 17), (new("waiting-tables"), "Waiting tables at a banquet", 19),
        (new("warehouse-work"), "Picking in a warehouse", 20), (new("delivery-driving"), "Driving deliveries", 22),
        (new("cooking"), "Cooking on the line", 24), (new("moving-and-lifting"), "Moving a household", 23),
        (new("gardening"), "Putting a garden in order", 21), (new("security-guarding"), "Guarding an entrance", 20),
    ];

    /// <param name="size">How many of each, over how many days.</param>
    /// <param name="dice">Decides everything.</param>
    /// <param name="starts">When the first day begins; people of simulations that start at other times are other people.</param>
    /// <param name="zips">Where they can live.</param>
    public static SimulationPlan Make(PlanSize size, Dice dice, DateTimeOffset starts, IReadOnlyList<ZipCode> zips)
    {
        var cities = Cities(size.Helpers, zips);
        var names = new Faker { Random = new Randomizer(dice.Between(0, int.MaxValue - 1, "names")) };
        var employers = Enumerable.Range(0, size.Employers).Select(number => new PlannedEmployer(
            number, OwnerId(number, starts), names.Company.CompanyName(), $"jobs{number}@{Domain(starts)}",
            starts + TimeSpan.FromHours(dice.Between(0, 6, "employer registers", number)))).ToList();
        return new SimulationPlan(
            [.. Enumerable.Range(0, size.Helpers).Select(number => Helper(number, size.Days, dice, starts, cities, names))],
            employers,
            [.. Enumerable.Range(0, size.Jobs).Select(number => Job(number, employers.Count, size.Days, dice, starts, cities))]);
    }

    private static PlannedHelper Helper(int number, int days, Dice dice, DateTimeOffset starts, IReadOnlyList<IReadOnlyList<ZipCode>> cities, Faker names)
    {
        var (first, last) = (names.Name.FirstName(), names.Name.LastName());
        var trade = dice.Pick(Trades, "trade", number);
        var registers = starts + TimeSpan.FromHours(dice.Between(1, Math.Max(1, days * 24 / 3), "registers", number));
        var searches = Enumerable.Range(0, dice.Between(1, 4, "searches", number))
            .Select(search => registers + TimeSpan.FromHours(dice.Between(2, Math.Max(2, days * 24 / 2), "searches at", number, search)));
        return new PlannedHelper(
            number, HelperId(number, starts), $"{first} {last}", $"helper{number}@{Domain(starts)}",
            dice.Pick(dice.Pick(cities, "city", number), "home", number), trade.Skill, SkillLevel.From(dice.Between(2, 5, "level", number)),
            Years.From(dice.Between(0, 20, "years", number)), Hourly(trade.Pay + dice.Between(-2, 4, "rate", number)), registers, [.. searches.Order()]);
    }

    private static PlannedJob Job(int number, int employers, int days, Dice dice, DateTimeOffset starts, IReadOnlyList<IReadOnlyList<ZipCode>> cities)
    {
        var trade = dice.Pick(Trades, "trade of job", number);
        var posted = starts + TimeSpan.FromHours(8 + dice.Between(0, Math.Max(1, days * 24 * 2 / 3), "posted", number));
        var work = DayOf(posted) + TimeSpan.FromHours((24 * dice.Between(2, 6, "day of work", number)) + (13 + (4 * dice.Between(0, 2, "shift", number))));
        var terms = new JobTerms(
            Title.From(trade.Title), Description.From($"{trade.Title}; the team is told on the spot what is to be done."),
            new TimeWindow(work, work + TimeSpan.FromHours(dice.Between(2, 6, "length", number))), Zone,
            dice.Pick(dice.Pick(cities, "city of job", number), "place", number).ToPlace(Region),
            [new RequiredSkill(trade.Skill, SkillLevel.From(dice.Between(1, 3, "level of job", number)))],
            VerificationLevel.From(dice.Happens(0.15, "job needs verification", number) ? 1 : 0),
            Hourly(trade.Pay + dice.Between(0, 6, "pay", number)),
            Headcount.From(dice.Between(1, 3, "positions", number)));
        return new PlannedJob(number, dice.Between(0, employers - 1, "employer of job", number), terms, posted);
    }

    /// <summary>The ZIP codes around a few large cities: the more people, the more cities, so that some of them always meet.</summary>
    private static List<IReadOnlyList<ZipCode>> Cities(int helpers, IReadOnlyList<ZipCode> zips) =>
    [
        .. ZipCodes.Known.DistinctBy(zip => zip.City).Where(zip => zip.City is "New York" or "Philadelphia" or "Boston" or "Washington" or "Chicago")
            .Take(Math.Clamp(1 + (helpers / HelpersForEachCity), 1, MostCities))
            .Select(centre => (IReadOnlyList<ZipCode>)[.. zips.Where(zip => zip.Centre.MetresTo(centre.Centre) < CityRadiusInMetres)])
            .Where(city => city.Count > 0),
    ];

    private static Pay Hourly(decimal amount) => new(PayKind.Hourly, new Money(amount, Currency.UsDollar));

    private static DateTimeOffset DayOf(DateTimeOffset moment) => new(moment.UtcDateTime.Date, TimeSpan.Zero);

    public static Guid HelperId(int number, DateTimeOffset starts) => IdOf("helper", number, starts);

    public static Guid OwnerId(int number, DateTimeOffset starts) => IdOf("employer", number, starts);

    private static Guid IdOf(string kind, int number, DateTimeOffset starts) => DerivedId.Of($"simulation/{starts:O}/{kind}/{number}");

    private static string Domain(DateTimeOffset starts) => $"s{starts.ToUnixTimeSeconds()}.example";
}
