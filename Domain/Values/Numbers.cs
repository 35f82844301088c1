using System.Globalization;

namespace LaborMarketplace.Domain.Values;

/// <summary>How many people a job takes, 1 to 500.</summary>
public readonly record struct Headcount(int Value) : IScalar<Headcount, int>
{
    public static Headcount From(int value) => new(Shape.InRange(value, 1, 500, "A headcount"));

    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>How well somebody can do something, 1 (beginner) to 5 (expert).</summary>
public readonly record struct SkillLevel(int Value) : IScalar<SkillLevel, int>
{
    public static SkillLevel From(int value) => new(Shape.InRange(value, 1, 5, "A skill level"));

    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Years of experience, 0 to 60.</summary>
public readonly record struct Years(int Value) : IScalar<Years, int>
{
    public static Years From(int value) => new(Shape.InRange(value, 0, 60, "Years of experience"));

    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A rating, 1 (poor) to 5 (excellent).</summary>
public readonly record struct Stars(int Value) : IScalar<Stars, int>
{
    public static Stars From(int value) => new(Shape.InRange(value, 1, 5, "A rating"));

    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Which verifications somebody holds or a job asks for: 0 none, 1 identity, 2 identity and background, 3 those and documents.</summary>
public readonly record struct VerificationLevel(int Value) : IScalar<VerificationLevel, int>
{
    public static VerificationLevel None { get; } = new(0);

    public static VerificationLevel From(int value) => new(Shape.InRange(value, 0, 3, "A verification level"));

    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A file's size in bytes, 1 to 20 MiB.</summary>
public readonly record struct FileSize(long Value) : IScalar<FileSize, long>
{
    public static FileSize From(long value) => new(Shape.InRange(value, 1, 20L * 1024 * 1024, "A file's size in bytes"));

    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
