using System.Text.Json;

namespace LaborMarketplace.Tests.EndToEnd;

/// <summary>The whole of it: people live in a marketplace for a while, and then both sides have to say the same.</summary>
/// <remarks>
/// How many helpers live beside the real postings, and for how many days, can be set: <c>MARKETPLACE_TEST_HELPERS</c> (100) and
/// <c>MARKETPLACE_TEST_DAYS</c> (10). The full run is 2000 and 30, and takes about ten minutes.
/// </remarks>
public sealed class SimulatedMarketplace
{
    private static readonly TimeSpan Within = TimeSpan.FromMinutes(30);
    private static readonly string SharedData = Path.GetFullPath(Path.Combine(RepositoryRoot(), "..", "shared", "data"));

    [Theory]
    [InlineData(Store.PostgreSql, 30)]
    [InlineData(Store.EventStoreDb, 10)]
    public async Task People_live_through_many_days_and_the_read_side_says_what_the_log_says(Store store, int days)
    {
        await using var log = await Log.On(store);
        await using var marketplace = new MarketplaceProcess(log);
        await marketplace.Start("--empty");

        var outcome = await marketplace.Run(Within, "simulate", "--helpers", "60", "--days", $"{days}", "--seed", "11", "--json");

        Assert.True(outcome.ExitCode == 0, outcome.Errors + marketplace.Said);
        var report = JsonSerializer.Deserialize<JsonElement>(outcome.Output);
        Assert.Equal(0, report.GetProperty("serverErrors").GetInt32());
        Assert.Equal(60, report.GetProperty("states").GetProperty("helpers").EnumerateObject().Sum(state => state.Value.GetInt32()));
        Assert.NotEmpty(report.GetProperty("states").GetProperty("assignments").EnumerateObject());
        Assert.NotEmpty(report.GetProperty("refusals").EnumerateObject());
        using var reads = new ReadSide(marketplace);
        await reads.AgreesWithTheLog();
    }

    [Fact]
    public async Task Postings_are_imported_once_and_what_makes_no_sense_is_refused_line_by_line()
    {
        await using var marketplace = new MarketplaceProcess();
        await marketplace.Start("--empty");
        var (postings, zips, occupations, report) = (File("postings.csv"), File("zips.csv"), File("occupations.tsv"), File("report.csv"));
        await System.IO.File.WriteAllTextAsync(zips, "zip,latitude,longitude,city,state\n10007,40.71,-74.01,New York,NY\n");
        await System.IO.File.WriteAllTextAsync(
            occupations, "O*NET-SOC Code\tTitle\tDescription\n47-2152.02\tPlumbers\t\"Pipes.\"\n23-1011.00\tLawyers\t\"Law.\"\n");
        await System.IO.File.WriteAllTextAsync(postings, """
            Job ID,Civil Service Title,Agency,Posting Type,Job Category,Salary Range From,Salary Range To
            1,PLUMBER,HOUSING AUTHORITY,External,NaN,41600.0,50000.0
            1,PLUMBER,HOUSING AUTHORITY,Internal,NaN,41600.0,50000.0
            2,LAWYER,LAW DEPARTMENT,External,Legal,25,40
            3,LAWYER,LAW DEPARTMENT,External,Legal,400,500
            4,LAWYER,LAW DEPARTMENT,External,Legal,0.0,50000.0
            5,LAWYER,LAW DEPARTMENT,External,Legal,5,6
            6,ASTRONAUT,SPACE,External,Space,50000,60000

            """);
        string[] command = ["import", "postings", postings, "--zips", zips, "--occupations", occupations, "--report", report];

        Imported(await marketplace.Run(Within, command), report, published: 3, alreadyThere: 0);
        Imported(await marketplace.Run(Within, command), report, published: 0, alreadyThere: 3);

        using var reads = new ReadSide(marketplace);
        await reads.AgreesWithTheLog();

        string File(string name) => Path.Combine(marketplace.Folder, name);
    }

    [SkippableFact]
    public async Task The_real_postings_are_imported_whole_and_people_at_real_addresses_live_beside_them()
    {
        Skip.IfNot(Directory.Exists(SharedData), $"The real data is not at {SharedData}.");
        string File(string name) => Path.Combine(SharedData, name);
        await using var marketplace = new MarketplaceProcess();
        await marketplace.Start("--empty");

        var imported = await marketplace.Run(
            Within, "import", "postings", File("nyc-job-postings.csv"), "--zips", File("us-zip-centroids.csv"), "--occupations", File("onet-occupations.tsv"));
        var simulated = await marketplace.Run(
            Within, "simulate", "--helpers", Setting("MARKETPLACE_TEST_HELPERS", "100"), "--days", Setting("MARKETPLACE_TEST_DAYS", "10"),
            "--zips", File("us-zip-centroids.csv"), "--json");

        Assert.True(imported.ExitCode == 0, imported.Errors);
        Assert.Matches(@"rows read\s+2815", imported.Output);
        Assert.Matches(@"jobs published\s+1527", imported.Output);
        Assert.Matches(@"duplicates.*1268", imported.Output);
        Assert.Matches(@"refused\s+20", imported.Output);
        Assert.True(simulated.ExitCode == 0, simulated.Errors);
        Assert.Equal(0, JsonSerializer.Deserialize<JsonElement>(simulated.Output).GetProperty("serverErrors").GetInt32());
        using var reads = new ReadSide(marketplace);
        await reads.AgreesWithTheLog();
    }

    private static string Setting(string name, string otherwise) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } given ? given : otherwise;

    private static void Imported(Outcome outcome, string report, int published, int alreadyThere)
    {
        Assert.True(outcome.ExitCode == 0, outcome.Errors);
        Assert.Matches($@"jobs published\s+{published}\b", outcome.Output);
        Assert.Matches($@"there already\s+{alreadyThere}\b", outcome.Output);
        var rows = System.IO.File.ReadAllLines(report);
        Assert.Equal(8, rows.Length);
        Assert.Contains("3,1,Duplicate,The same job is on line 2.", rows);
        Assert.Contains(rows, row => IsRefused(row, "6,4", "starts at 0"));
        Assert.Contains(rows, row => IsRefused(row, "7,5", "job.pay-below-minimum"));
        Assert.Contains(rows, row => IsRefused(row, "8,6", "No occupation"));
    }

    /// <param name="row">Of the report of an import.</param>
    /// <param name="place">The posting's line and id.</param>
    /// <param name="reason">Part of what the report says of it.</param>
    private static bool IsRefused(string row, string place, string reason) =>
        row.StartsWith($"{place},Refused,", StringComparison.Ordinal) && row.Contains(reason, StringComparison.Ordinal);

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!System.IO.File.Exists(Path.Combine(folder.FullName, "LaborMarketplace.sln")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }
}
