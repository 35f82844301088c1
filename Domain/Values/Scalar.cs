namespace LaborMarketplace.Domain.Values;

/// <summary>A value with a checked shape that stands as one primitive wherever it is written: a string, a number, a UUID.</summary>
/// <remarks>
/// One interface, so that one JSON converter, one route parameter parser and one schema filter serve every such value. What comes from
/// outside goes through <c>From</c>; a constructor takes what has been checked before. The default of such a type is no value of it.
/// </remarks>
public interface IScalar<TSelf, TPrimitive>
    where TSelf : IScalar<TSelf, TPrimitive>
{
    TPrimitive Value { get; }

    /// <exception cref="ShapeException">The primitive is out of shape; the message says what would be right.</exception>
    static abstract TSelf From(TPrimitive value);
}

/// <summary>Tells scalars from other types.</summary>
public static class Scalar
{
    /// <summary>What a scalar stands as; null for what is no scalar.</summary>
    public static Type? PrimitiveOf(Type type) => type.IsValueType
        ? Array.Find(type.GetInterfaces(), IsContract)?.GetGenericArguments()[1]
        : null;

    private static bool IsContract(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IScalar<,>);
}

/// <summary>A value has not the shape that its type asks for. The message names the type's rule, for the person who sent it.</summary>
public sealed class ShapeException : FormatException
{
    public ShapeException(string message) : base(message) { }

    public ShapeException() { }

    public ShapeException(string message, Exception innerException) : base(message, innerException) { }
}

/// <summary>The checks that value types share.</summary>
internal static class Shape
{
    public static T Require<T>(T value, bool right, string message) => right ? value : throw new ShapeException(message);

    public static T InRange<T>(T value, T least, T most, string what) where T : IComparable<T> =>
        Require(
            value,
            value.CompareTo(least) >= 0 && value.CompareTo(most) <= 0,
            FormattableString.Invariant($"{what} is from {least} to {most}, not {value}."));

    /// <summary>One line of text: as <see cref="Text"/>, without tabs and line breaks too, so that it fits a heading or a mail's subject.</summary>
    public static string Line(string? value, int least, int most, string what)
    {
        var text = Text(value, least, most, what);
        return Require(text, !text.Any(char.IsControl), $"{what} is one line, without tabs.");
    }

    /// <summary>Text without control characters (tabs and line breaks aside), trimmed, of a length in UTF-16 code units.</summary>
    public static string Text(string? value, int least, int most, string what)
    {
        var text = Require(value, value is not null, $"{what} is missing.")!.Trim();
        Require(text, text.Length >= least && text.Length <= most, $"{what} has from {least} to {most} characters, not {text.Length}.");
        return Require(text, !text.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t')), $"{what} holds a control character.");
    }

    public static Guid Id(Guid value, string what) => Require(value, value != Guid.Empty, $"{what} is a UUID other than all zeros.");
}
