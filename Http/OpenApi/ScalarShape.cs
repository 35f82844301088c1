using System.Collections.Frozen;
using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Http.OpenApi;

/// <summary>What a schema can say of a scalar; the scalar itself decides.</summary>
/// <param name="Description">What it is.</param>
/// <param name="Example">One that is taken.</param>
public sealed record ScalarShape(string Description, object Example)
{
    public string? Pattern { get; init; }

    public int? MinLength { get; init; }

    public int? MaxLength { get; init; }

    public long? Minimum { get; init; }

    public long? Maximum { get; init; }

    /// <summary>The shapes of all scalars but ids, which are UUIDs.</summary>
    public static FrozenDictionary<Type, ScalarShape> All { get; } = new Dictionary<Type, ScalarShape>
    {
        [typeof(Name)] = Text("A name.", "Maria Lopez", 1, 200),
        [typeof(Title)] = Text("A title.", "Pipe fitter for one day", 3, 200),
        [typeof(Description)] = Text("A longer text.", "Replace the pipes of two bathrooms.", 1, 10_000),
        [typeof(Reason)] = Text("Why somebody did something.", "The plans have changed.", 1, 1_000),
        [typeof(EmailAddress)] = Text("An e-mail address (RFC 5321).", "maria@example.org", 6, 254),
        [typeof(PhoneNumber)] = Form("A phone number in the international form of E.164.", "+12125550100", @"^\+[1-9][0-9]{6,14}$"),
        [typeof(LanguageTag)] = Form(
            "A language tag (BCP 47).", "en", "^[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*$"),
        [typeof(Skill)] = Form("A skill's code in the catalogue.", "plumbing", "^[a-z0-9]+(-[a-z0-9]+)*$", most: 60),
        [typeof(Region)] = Form("A home region.", "us-east", "^[a-z]{2,}(-[a-z0-9]+)*$", most: 30),
        [typeof(Sha256)] = Form("A SHA-256 in hexadecimal.", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "^[0-9a-f]{64}$"),
        [typeof(TimeZoneName)] = Form("A time zone by its IANA name.", "America/New_York", "^(UTC|.+/.+)$", most: 60),
        [typeof(Currency)] = Form("A currency by its ISO 4217 code.", "USD", "^[A-Z]{3}$"),
        [typeof(SixDigits)] = Form("A code of six digits.", "042817", "^[0-9]{6}$"),
        [typeof(Headcount)] = Range("How many people.", 2, 1, 500),
        [typeof(SkillLevel)] = Range("How well somebody can do something: 1 beginner, 5 expert.", 3, 1, 5),
        [typeof(Years)] = Range("Years of experience.", 6, 0, 60),
        [typeof(Stars)] = Range("A rating: 1 poor, 5 excellent.", 5, 1, 5),
        [typeof(VerificationLevel)] = Range("0 none, 1 identity, 2 identity and background, 3 those and documents.", 1, 0, 3),
        [typeof(FileSize)] = Range("A file's size in bytes.", 48_213, 1, 20 * 1024 * 1024),
    }.ToFrozenDictionary();

    private static ScalarShape Text(string description, string example, int least, int most) =>
        new(description, example) { MinLength = least, MaxLength = most };

    private static ScalarShape Form(string description, string example, string pattern, int? most = null) =>
        new(description, example) { Pattern = pattern, MaxLength = most };

    private static ScalarShape Range(string description, int example, long least, long most) =>
        new(description, example) { Minimum = least, Maximum = most };
}
