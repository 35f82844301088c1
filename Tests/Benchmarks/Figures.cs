using System.Globalization;

namespace LaborMarketplace.Tests.Benchmarks;

/// <summary>How figures are drawn from many and written.</summary>
internal static class Figures
{
    public static double Median(IEnumerable<double> values) => At(values, 0.5);

    /// <summary>The value that this share of all is below; between two neighbours in proportion.</summary>
    public static double At(IEnumerable<double> values, double share)
    {
        var sorted = values.Order().ToList();
        var place = share * (sorted.Count - 1);
        var (below, above) = (sorted[(int)Math.Floor(place)], sorted[(int)Math.Ceiling(place)]);
        return below + ((above - below) * (place - Math.Floor(place)));
    }

    public static string Whole(double value) => value.ToString("N0", CultureInfo.InvariantCulture);

    public static string Milliseconds(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);
}
