using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Cli.Data;

/// <summary>A US ZIP code and the centre of its area.</summary>
/// <param name="State">Two capitals: <c>NY</c>.</param>
public sealed record ZipCode(string Code, GeoPoint Centre, string City, string State)
{
    public Place ToPlace(Region region) => new(Name.From($"{City}, {State} {Code}"), Centre, region);
}

/// <summary>ZIP codes from a file with the columns <c>zip,latitude,longitude,city,state</c>, and a few that are known without one.</summary>
public static class ZipCodes
{
    /// <summary>The central post offices of large cities: enough to place people where no file is given.</summary>
    public static IReadOnlyList<ZipCode> Known { get; } =
    [
        Of("10001", 40.7506, -73.9972, "New York", "NY"), Of("10451", 40.8205, -73.9250, "Bronx", "NY"),
        Of("11201", 40.6939, -73.9908, "Brooklyn", "NY"), Of("11101", 40.7447, -73.9485, "Long Island City", "NY"),
        Of("07102", 40.7357, -74.1724, "Newark", "NJ"), Of("10301", 40.6316, -74.0927, "Staten Island", "NY"),
        Of("19103", 39.9529, -75.1740, "Philadelphia", "PA"), Of("19104", 39.9597, -75.2024, "Philadelphia", "PA"),
        Of("02108", 42.3576, -71.0684, "Boston", "MA"), Of("02139", 42.3647, -71.1042, "Cambridge", "MA"),
        Of("20001", 38.9101, -77.0177, "Washington", "DC"), Of("22201", 38.8871, -77.0932, "Arlington", "VA"),
        Of("60601", 41.8858, -87.6181, "Chicago", "IL"), Of("60614", 41.9227, -87.6533, "Chicago", "IL"),
    ];

    /// <exception cref="ExpectedFailure">The file is missing, or not of this form.</exception>
    public static IReadOnlyList<ZipCode> Read(string file) => DataFile.Read(file, ",", "ZIP codes", csv => Of(
        csv.GetField("zip")!.PadLeft(5, '0'),
        csv.GetField<double>("latitude"),
        csv.GetField<double>("longitude"),
        csv.GetField("city")!,
        csv.GetField("state")!));

    private static ZipCode Of(string code, double latitude, double longitude, string city, string state) =>
        new(code, new GeoPoint(latitude, longitude), city, state);
}

/// <summary>Reads tables from files, with failures that name the file and the line.</summary>
internal static class DataFile
{
    public static IReadOnlyList<T> Read<T>(string file, string delimiter, string what, Func<IReaderRow, T> read)
    {
        using var text = Open(file, what);
        using var csv = new CsvReader(text, new CsvConfiguration(CultureInfo.InvariantCulture) { Delimiter = delimiter });
        try
        {
            csv.Read();
            csv.ReadHeader();
            var rows = new List<T>();
            while (csv.Read())
            {
                rows.Add(read(csv));
            }

            return rows;
        }
        catch (Exception wrong) when (wrong is CsvHelperException or FormatException)
        {
            throw new ExpectedFailure($"{file} is not a file of {what}: line {csv.Parser.RawRow} cannot be read.", wrong);
        }
    }

    public static StreamReader Open(string file, string what)
    {
        try
        {
            return new StreamReader(file);
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            throw new ExpectedFailure($"The file of {what}, {file}, cannot be read: {missing.Message}", missing);
        }
    }
}
