using System.Text.RegularExpressions;

namespace LaborMarketplace.Domain.Values;

/// <summary>What a person, an organisation or a thing is called: one line of 1 to 200 characters.</summary>
public readonly record struct Name(string Value) : IScalar<Name, string>
{
    public static Name From(string value) => new(Shape.Line(value, 1, 200, "A name"));

    public override string ToString() => Value;
}

/// <summary>A title: one line of 3 to 200 characters.</summary>
public readonly record struct Title(string Value) : IScalar<Title, string>
{
    public static Title From(string value) => new(Shape.Line(value, 3, 200, "A title"));

    public override string ToString() => Value;
}

/// <summary>A longer text, 1 to 10,000 characters.</summary>
public readonly record struct Description(string Value) : IScalar<Description, string>
{
    public static Description From(string value) => new(Shape.Text(value, 1, 10_000, "A description"));

    public override string ToString() => Value;
}

/// <summary>Why somebody did something, 1 to 1,000 characters.</summary>
public readonly record struct Reason(string Value) : IScalar<Reason, string>
{
    public static Reason From(string value) => new(Shape.Text(value, 1, 1_000, "A reason"));

    public override string ToString() => Value;
}

/// <summary>An e-mail address (RFC 5321), lower-cased so that equal mailboxes compare equal.</summary>
public readonly partial record struct EmailAddress(string Value) : IScalar<EmailAddress, string>
{
    public static EmailAddress From(string value) =>
        new(Shape.Require(value?.Trim() ?? "", value is { Length: <= 254 } && Form().IsMatch(value.Trim()),
            "An e-mail address looks like name@example.org and has at most 254 characters.").ToLowerInvariant());

    public override string ToString() => Value;

    [GeneratedRegex(@"^[^\s\p{C}@""(),:;<>\[\]\\]{1,64}@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}\z")]
    private static partial Regex Form();
}

/// <summary>A phone number in the international form of E.164: +, then 7 to 15 digits.</summary>
public readonly partial record struct PhoneNumber(string Value) : IScalar<PhoneNumber, string>
{
    public static PhoneNumber From(string value) =>
        new(Shape.Require(
            value, value is not null && Form().IsMatch(value), "A phone number is written like +12125550100: a plus sign and 7 to 15 digits."));

    public override string ToString() => Value;

    [GeneratedRegex(@"^\+[1-9][0-9]{6,14}\z")]
    private static partial Regex Form();
}

/// <summary>A language tag (BCP 47), in its customary letter case so that equal tags are equal: <c>en</c>, <c>pt-BR</c>, <c>zh-Hant</c>.</summary>
public readonly partial record struct LanguageTag(string Value) : IScalar<LanguageTag, string>
{
    public static LanguageTag From(string value) => new(InCustomaryCase(Shape.Require(
        value, value is { Length: <= 35 } && Form().IsMatch(value), "A language is a BCP 47 tag, like en, pt-BR or zh-Hant.")));

    public override string ToString() => Value;

    // RFC 5646, section 2.1.1: scripts in title case, regions in capitals, all else in small letters.
    private static string InCustomaryCase(string tag) =>
        string.Join('-', tag.ToLowerInvariant().Split('-').Select((part, index) => part.Length switch
        {
            2 when index > 0 => part.ToUpperInvariant(),
            4 when index > 0 && char.IsAsciiLetter(part[0]) => char.ToUpperInvariant(part[0]) + part[1..],
            _ => part,
        }));

    [GeneratedRegex(@"^[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*\z")]
    private static partial Regex Form();
}

/// <summary>A skill's code in the catalogue: lower-case words with hyphens, like <c>web-development</c>.</summary>
public readonly partial record struct Skill(string Value) : IScalar<Skill, string>
{
    public static Skill From(string value) =>
        new(Shape.Require(
            value, value is { Length: <= 60 } && Form().IsMatch(value), "A skill is a code of the catalogue, like plumbing or web-development."));

    public override string ToString() => Value;

    [GeneratedRegex(@"^[a-z0-9]+(-[a-z0-9]+)*\z")]
    private static partial Regex Form();
}

/// <summary>A home region: where a person's or a job's data lives, like <c>us-east</c>.</summary>
public readonly partial record struct Region(string Value) : IScalar<Region, string>
{
    public static Region From(string value) =>
        new(Shape.Require(value, value is { Length: <= 30 } && Form().IsMatch(value), "A region is written like us-east."));

    public override string ToString() => Value;

    [GeneratedRegex(@"^[a-z]{2,}(-[a-z0-9]+)*\z")]
    private static partial Regex Form();
}

/// <summary>The SHA-256 of something, as 64 lower-case hexadecimal digits.</summary>
public readonly partial record struct Sha256(string Value) : IScalar<Sha256, string>
{
    public static Sha256 From(string value) =>
        new(Shape.Require(value, value is not null && Form().IsMatch(value), "A SHA-256 is written as 64 lower-case hexadecimal digits."));

    public override string ToString() => Value;

    [GeneratedRegex(@"^[0-9a-f]{64}\z")]
    private static partial Regex Form();
}
