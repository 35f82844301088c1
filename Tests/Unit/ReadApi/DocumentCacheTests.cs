using System.Text;
using LaborMarketplace.EventStore;
using LaborMarketplace.Projections.Running;
using LaborMarketplace.Projections.Storage;
using LaborMarketplace.ReadApi;
using LaborMarketplace.ReadApi.Documents;

namespace LaborMarketplace.Tests.Unit.ReadApi;

/// <summary>Nobody who has seen a document gets an older copy of it from memory.</summary>
public sealed class DocumentCacheTests
{
    private const string Model = "job-board";
    private const string Build = "job_board_v1";

    private static readonly Guid Job = Guid.Parse("0193aaaa-0000-7000-8000-000000000001");
    private static readonly Guid Other = Guid.Parse("0193aaaa-0000-7000-8000-000000000002");
    private static readonly CachedDocument First = Document("first"), Second = Document("second");

    private readonly ProjectionPositions _positions = new();
    private readonly DocumentCache _cache;

    public DocumentCacheTests()
    {
        _cache = new DocumentCache(_positions, new ReadApiOptions());
        _positions.Connected([new Checkpoint(Build, Model, 1, 1, Live: true, new LogPosition(5), null)]);
    }

    [Fact]
    public void Answers_with_what_was_read_until_it_changes()
    {
        Read(First, at: 5);
        Assert.Same(First, Found);
        Changed(6, Other);
        Assert.Same(First, Found);
        Changed(7, Job);
        Assert.Null(Found);
    }

    [Fact]
    public void Does_not_keep_what_was_read_before_a_change_that_was_heard()
    {
        var ticket = _cache.Ticket(Model);
        Changed(6, Job);
        Keep(First, at: 5, ticket);
        Assert.Null(Found);
    }

    [Fact]
    public void Does_not_answer_with_what_a_slow_reader_brings_after_a_newer_was_read()
    {
        var slow = _cache.Ticket(Model);
        Read(Second, at: 6);
        Keep(First, at: 5, slow);
        Assert.NotSame(First, Found);
        Changed(6, Job);
        Assert.NotSame(First, Found);
    }

    [Fact]
    public void Does_not_answer_with_what_is_older_than_a_list_that_was_read()
    {
        Read(First, at: 5);
        _cache.Saw(Model, new LogPosition(6));
        Assert.Null(Found);
        Changed(6, Other);
        Assert.Same(First, Found);
    }

    [Fact]
    public async Task Never_answers_with_what_was_read_before_a_change_once_the_change_was_heard()
    {
        for (var position = 6; position < 300; position++)
        {
            var (before, ticket) = (Document($"{position}"), _cache.Ticket(Model));
            var (brought, stands) = (before, position - 1);
            var keeping = Task.Run(() => Keep(brought, stands, ticket));
            Changed(position, Job);
            do
            {
                Assert.Null(Found);
            }
            while (!keeping.IsCompleted);
            await keeping;
        }
    }

    private CachedDocument? Found => _cache.Find(Model, Job)?.Document;

    private void Read(CachedDocument document, long at)
    {
        Keep(document, at, _cache.Ticket(Model));
        _cache.Saw(Model, new LogPosition(at));
    }

    private void Keep(CachedDocument document, long at, CacheTicket ticket) => _cache.Keep(Model, Job, new Found(document, new LogPosition(at)), ticket);

    private void Changed(long position, Guid id) => _positions.Heard(new CommitNotice(Build, new LogPosition(position), [id]));

    private static CachedDocument Document(string text) => new(Encoding.UTF8.GetBytes($"\"{text}\""));
}
