using LaborMarketplace.Cli.Client;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.Http.Problems;

namespace LaborMarketplace.Cli.Import;

/// <summary>Brings postings into a marketplace through its public API: an employer for each agency, a published job for each posting.</summary>
/// <remarks>
/// Every request's Idempotency-Key follows from the agency's name or the posting's number, so a second run, or one after an interruption,
/// makes nothing twice.
/// </remarks>
internal sealed class PostingImport(MarketplaceClient client, People people, PostingTranslation translation, int atOnce)
{
    private readonly Person _reviewer = people.Person(Role.Reviewer);

    public async Task<ImportReport> Run(IReadOnlyList<CheckedRow> rows, Action<int> progress, CancellationToken cancellation)
    {
        var clock = new MarketplaceClock(client, people);
        var (now, before) = (await clock.Now(cancellation), await clock.LogEnd(cancellation));
        var postings = rows.OfType<CheckedRow.Sound>().Select(row => row.Posting).ToList();
        var agencies = await Each(
            postings.Select(posting => posting.Agency).Distinct(),
            async (agency, stop) => (agency, Employer: await Register(agency, stop)), cancellation);
        var employers = agencies.ToDictionary(entry => entry.agency, entry => entry.Employer);
        var published = await Each(
            postings,
            async (posting, stop) =>
            {
                var outcome = await Publish(posting, employers[posting.Agency], DateOnly.FromDateTime(now.UtcDateTime), before, stop);
                progress(1);
                return outcome;
            },
            cancellation);
        var unpublished = rows.Where(row => row is not CheckedRow.Sound).Select(OutcomeOf).ToList();
        progress(unpublished.Count);
        return new ImportReport(employers.Count, [.. published.Concat(unpublished).OrderBy(outcome => outcome.Row)]);
    }

    private async Task<Employer> Register(Name agency, CancellationToken cancellation)
    {
        var owner = people.Person(DerivedId.Of($"import/agency/{agency}"), Role.Employer);
        var contact = $"jobs@{new string([.. agency.Value.ToLowerInvariant().Where(char.IsAsciiLetterOrDigit).Take(60)])}.example";
        var registered = (await client.Send(
            owner, "employers", new { Name = agency, PostingTranslation.Region, ContactEmail = contact }, cancellation, $"import-agency-{owner.Id}"))
            .OrFail($"register {agency}");
        (await client.Send(_reviewer, $"employers/{registered.Id}/verify", null, cancellation, $"import-verify-{owner.Id}")).OrFail($"verify {agency}");
        var office = new { Label = "Main office", Place = translation.OfficeOf(agency) };
        var located = (await client.Send(owner, $"employers/{registered.Id}/add-location", office, cancellation, $"import-office-{owner.Id}"))
            .OrFail($"add the office of {agency}");
        await PublishDrafts(owner, registered.Id, located.Position, cancellation);
        return new Employer(registered.Id, owner);
    }

    /// <summary>
    /// An import that was interrupted may have left drafts. On another day their postings would be drafted with other dates, which the
    /// Idempotency-Key rules out, so they are published as they are.
    /// </summary>
    private async Task PublishDrafts(Person owner, Guid employer, long position, CancellationToken cancellation)
    {
        var drafts = (await client.Read(owner, $"jobs?employer={employer}&state=draft&limit=200", position, cancellation)).OrFail("list an agency's drafts");
        foreach (var draft in drafts.Document.GetProperty("items").EnumerateArray())
        {
            await client.Send(owner, $"jobs/{draft.GetProperty("id").GetGuid()}/publish", null, cancellation);
        }
    }

    /// <param name="posting">The posting.</param>
    /// <param name="employer">Whose job it is.</param>
    /// <param name="today">The marketplace's day.</param>
    /// <param name="before">How far the log reached before the import: an answer from before that is of an earlier import.</param>
    /// <param name="cancellation">Gives up.</param>
    private async Task<RowOutcome> Publish(Posting posting, Employer employer, DateOnly today, long before, CancellationToken cancellation)
    {
        var (row, number) = (posting.Row, $"{posting.Number}");
        if (translation.TermsOf(posting, today) is not { } terms)
        {
            return new RowOutcome(row, number, RowResult.Refused, $"No occupation shares a word with the title '{posting.Title}'.");
        }

        var drafted = await client.Send(employer.Owner, "jobs", new { Employer = employer.Id, Terms = terms }, cancellation, $"import-posting-{number}");
        if (drafted is not Answer.Done draft)
        {
            return (drafted as Answer.Refused)?.Code == ProblemKind.KeyReused.Code
                ? new RowOutcome(row, number, RowResult.AlreadyThere, "Imported on another day.")
                : Refused(row, number, drafted);
        }

        return await client.Send(employer.Owner, $"jobs/{draft.Id}/publish", null, cancellation, $"import-publish-{number}") switch
        {
            Answer.Done done => new RowOutcome(row, number, done.Position <= before ? RowResult.AlreadyThere : RowResult.Published, null),
            var other => Refused(row, number, other),
        };
    }

    private static RowOutcome Refused(int row, string number, Answer answer) =>
        new(row, number, RowResult.Refused, answer is Answer.Refused refused ? $"{refused.Detail} ({refused.Code})" : null);

    private static RowOutcome OutcomeOf(CheckedRow row) => row switch
    {
        CheckedRow.Duplicate duplicate => new(row.Row, $"{duplicate.Number}", RowResult.Duplicate, $"The same job is on line {duplicate.FirstRow}."),
        CheckedRow.Senseless senseless => new(row.Row, senseless.Number, RowResult.Refused, senseless.Reason),
        _ => throw new ArgumentException("A sound row is imported, not reported as it is.", nameof(row)),
    };

    private async Task<TResult[]> Each<T, TResult>(IEnumerable<T> items, Func<T, CancellationToken, Task<TResult>> work, CancellationToken cancellation)
    {
        var todo = items.ToList();
        var results = new TResult[todo.Count];
        await Parallel.ForAsync(0, todo.Count, new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancellation },
            async (index, stop) => results[index] = await work(todo[index], stop));
        return results;
    }

    private sealed record Employer(Guid Id, Person Owner);
}
