using System.CommandLine.Parsing;
using System.Globalization;

namespace LaborMarketplace.Cli;

/// <summary>Reads a whole number of the command line.</summary>
internal static class WholeNumber
{
    /// <summary>The number that was given; where it is none, or out of its bounds, a sentence says so.</summary>
    public static long Of(ArgumentResult result, string option, long least, long most)
    {
        var given = result.Tokens[0].Value;
        if (!long.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < least || number > most)
        {
            result.AddError($"{option} takes a whole number from {least}{(most < long.MaxValue ? $" to {most}" : " on")}, and '{given}' is none.");
        }

        return number;
    }
}
