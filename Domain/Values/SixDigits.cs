using System.Text.RegularExpressions;

namespace LaborMarketplace.Domain.Values;

/// <summary>A code that people read to each other: six digits, as text, since zeros may lead.</summary>
public readonly partial record struct SixDigits(string Value) : IScalar<SixDigits, string>
{
    public static SixDigits From(string value) => new(Shape.Require(value, value is not null && Form().IsMatch(value), "A code has six digits, like 042817."));

    public override string ToString() => Value;

    [GeneratedRegex(@"^[0-9]{6}\z")]
    private static partial Regex Form();
}
