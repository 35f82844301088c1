using System.Security.Cryptography;
using System.Text;
using LaborMarketplace.Domain.Jobs;
using LaborMarketplace.Projections.Definition;

namespace LaborMarketplace.Tests.Integration.Projections;

/// <summary>What PostgreSQL, or JSON, cannot take of a document.</summary>
public enum Unstorable
{
    /// <summary>A zero character, which <c>jsonb</c> does not have.</summary>
    ZeroCharacter,

    /// <summary>More than an index's row holds.</summary>
    TooLongForTheIndex,

    /// <summary>Text where the index casts to a number.</summary>
    NoNumberForTheIndex,

    /// <summary>Against a rule of the table.</summary>
    AgainstARule,

    /// <summary>A number that JSON does not have.</summary>
    NoNumberInJson,
}

/// <summary>A job's title in a read model that is at fault with one title, as a mistake in a definition is.</summary>
public sealed record MarkedJob(Guid Id, string Text, string Number, double Amount) : IDocument
{
    public const string Rule = "check (data ->> 'text' <> 'Faulty')";

    /// <summary>The title at which the definition makes its mistake.</summary>
    public const string FaultyTitle = "Faulty";

    public static Projection With(Unstorable mistake) => Projection.Of<MarkedJob>("marked-job", version: 1)
        .Creates<JobEvent.Drafted>((e, _) => Of(e.Job.Value, e.Terms.Title.Value, mistake))
        .On<JobEvent.Edited>((job, e) => Of(job.Id, e.Terms.Title.Value, mistake))
        .IndexedBy("by_text", "((data ->> 'text') collate \"C\", id)")
        .IndexedBy("by_number", "(((data ->> 'number')::int))");

    private static MarkedJob Of(Guid id, string title, Unstorable mistake) => (title, mistake) switch
    {
        (FaultyTitle, Unstorable.ZeroCharacter) => Sound(id, title) with { Text = "\0" },
        (FaultyTitle, Unstorable.TooLongForTheIndex) => Sound(id, title) with { Text = Long() },
        (FaultyTitle, Unstorable.NoNumberForTheIndex) => Sound(id, title) with { Number = "seven" },
        (FaultyTitle, Unstorable.NoNumberInJson) => Sound(id, title) with { Amount = double.NaN },
        _ => Sound(id, title),
    };

    private static MarkedJob Sound(Guid id, string title) => new(id, title, "7", 7);

    /// <summary>Text that compression makes hardly shorter.</summary>
    private static string Long() => string.Concat(
        Enumerable.Range(0, 400).Select(number => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{number}")))));
}
