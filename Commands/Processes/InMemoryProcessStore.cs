using LaborMarketplace.Commands.Deadlines;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.EventStore;

namespace LaborMarketplace.Commands.Processes;

/// <summary>Remembers as long as it lives; for unit tests. Thread-safe.</summary>
public sealed class InMemoryProcessStore : IProcessStore
{
    private readonly Dictionary<Guid, (Link Link, bool Open)> _links = [];
    private readonly Dictionary<(DeadlineKind, StreamName, Guid), Deadline> _deadlines = [];
    private readonly Lock _lock = new();
    private Progress _progress = new(LogPosition.Start, LogPosition.Start, null);

    public Task Prepare(CancellationToken cancellation) => Task.CompletedTask;

    public Task<Progress> Progress(CancellationToken cancellation) => Locked(() => _progress);

    public Task Note(
        LogPosition from, LogPosition to, IReadOnlyList<LinkChange> links, IReadOnlyList<DeadlineChange> deadlines,
        CancellationToken cancellation) => Locked(() =>
        {
            Require(_progress.Noted == from);
            foreach (var change in links)
            {
                Apply(change);
            }

            foreach (var change in deadlines)
            {
                Apply(change);
            }

            return _progress = _progress with { Noted = to };
        });

    public Task Answered(LogPosition from, LogPosition to, CancellationToken cancellation) => Locked(() =>
    {
        Require(_progress.Answered == from);
        return _progress = new Progress(_progress.Noted > to ? _progress.Noted : to, to, null);
    });

    public Task Report(string failure, CancellationToken cancellation) => Locked(() => _progress = _progress with { Failure = failure });

    public Task<IReadOnlyList<Link>> Find(IReadOnlyCollection<Guid> ids, CancellationToken cancellation) =>
        Locked<IReadOnlyList<Link>>(() => [.. ids.Where(_links.ContainsKey).Select(id => _links[id].Link)]);

    public Task<IReadOnlyList<Link>> OpenOf(JobId job, LinkKind kind, CancellationToken cancellation) =>
        Locked<IReadOnlyList<Link>>(() =>
            [.. _links.Values.Where(known => known.Open && known.Link.Job == job && known.Link.Kind == kind).Select(known => known.Link)]);

    public Task<IReadOnlyList<Deadline>> Due(DateTimeOffset now, int limit, CancellationToken cancellation) =>
        Locked<IReadOnlyList<Deadline>>(() => [.. _deadlines.Values.Where(deadline => deadline.Due <= now).OrderBy(deadline => deadline.Due).Take(limit)]);

    public Task<int> CountDue(DateTimeOffset now, CancellationToken cancellation) => Locked(() => _deadlines.Values.Count(deadline => deadline.Due <= now));

    public Task Settle(IReadOnlyList<Deadline> sent, CancellationToken cancellation) => Locked(() =>
    {
        foreach (var deadline in sent.Where(deadline => _deadlines.GetValueOrDefault(NameOf(deadline)) is { } known && known.Due == deadline.Due))
        {
            _deadlines.Remove(NameOf(deadline));
        }

        return true;
    });

    private void Apply(LinkChange change)
    {
        switch (change)
        {
            case LinkChange.Open opened:
                _links[opened.Link.Id] = (opened.Link, true);
                break;
            case LinkChange.Close closed when _links.TryGetValue(closed.Id, out var known):
                _links[closed.Id] = (known.Link, false);
                break;
            case LinkChange.Reopen reopened when _links.TryGetValue(reopened.Id, out var known):
                _links[reopened.Id] = (known.Link, true);
                break;
        }
    }

    private void Apply(DeadlineChange change)
    {
        if (change is DeadlineChange.Set set)
        {
            _deadlines[NameOf(set.Deadline)] = set.Deadline;
        }
        else if (change is DeadlineChange.Clear clear)
        {
            _deadlines.Remove((clear.Kind, clear.Stream, clear.Subject));
        }
    }

    private static (DeadlineKind, StreamName, Guid) NameOf(Deadline deadline) => (deadline.Kind, deadline.Stream, deadline.Subject);

    private static void Require(bool unchanged)
    {
        if (!unchanged)
        {
            throw new ProcessesTakenOverException();
        }
    }

    private Task<T> Locked<T>(Func<T> work)
    {
        lock (_lock)
        {
            return Task.FromResult(work());
        }
    }
}
