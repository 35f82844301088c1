using System.Diagnostics.CodeAnalysis;
using LaborMarketplace.Http.Problems;

namespace LaborMarketplace.Http.Bodies;

/// <summary>A part of a request that was read, or why it could not be.</summary>
public readonly struct Parsed<T>
{
    private readonly T? _value;
    private readonly Problem? _problem;

    private Parsed(T? value, Problem? problem) => (_value, _problem) = (value, problem);

    public static implicit operator Parsed<T>(T value) => new(value, null);

    public static implicit operator Parsed<T>(Problem problem) => new(default, problem);

    /// <summary>Whether it was read; one of the two is given, never both.</summary>
    public bool Succeeded([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out Problem? problem)
    {
        (value, problem) = (_value, _problem);
        return problem is null;
    }
}
