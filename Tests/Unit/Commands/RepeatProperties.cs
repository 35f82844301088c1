using CsCheck;
using LaborMarketplace.Commands;
using LaborMarketplace.Domain;
using LaborMarketplace.Domain.Employers;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.EventStore;
using LaborMarketplace.Tests.Commands;
using static LaborMarketplace.Tests.Commands.Scene;

namespace LaborMarketplace.Tests.Unit.Commands;

/// <summary>
/// Whatever is lost, overtaken or started again: a command that comes again is in its stream once, and gets its first answer. Two processes
/// execute a few commands with keys over one log, each again and again.
/// </summary>
public sealed class RepeatProperties
{
    private static readonly Gen<Attempt> Attempts = Gen.Select(
        Gen.Int[0, 1],
        Gen.Int[0, 5],
        Gen.Enum<Mishap>().Array[0, 5],
        Gen.Int[-1, 6],
        Gen.Int[0, 15],
        (process, key, mishaps, revision, dice) => new Attempt(
            process, key, mishaps, OtherBody: dice == 0, Restarted: dice is 1 or 2, AsNew: dice is 3 or 4, IfMatch: dice > 12 ? revision : null));

    [Fact]
    public Task A_command_is_in_its_stream_once_and_its_first_answer_stands() => Attempts.Array[1, 40].SampleAsync(
        async attempts =>
        {
            var marketplace = new TwoProcesses();
            foreach (var attempt in attempts)
            {
                await marketplace.Try(attempt);
            }
        },
        iter: 1_000);

    /// <summary>What happens to one append.</summary>
    private enum Mishap
    {
        None,
        LostOnTheWay,
        AnswerLost,
        OvertakenByStranger,
        OvertakenByRepeat,
    }

    /// <param name="Mishaps">Of the attempt's appends, one after the other; the others meet none.</param>
    private sealed record Attempt(int Process, int Key, Mishap[] Mishaps, bool OtherBody, bool Restarted, bool AsNew, long? IfMatch);

    private sealed class TwoProcesses
    {
        private static readonly StreamName Stream = Streams.Of(Employer);

        private readonly World.Shared _all = new();
        private readonly World _stranger;
        private readonly World[] _worlds = new World[2];
        private readonly UnluckyLog[] _logs = new UnluckyLog[2];

        public TwoProcesses()
        {
            _stranger = new World(_all);
            Start(0);
            Start(1);
        }

        public async Task Try(Attempt attempt)
        {
            if (attempt.Restarted)
            {
                Start(attempt.Process);
            }

            var mishaps = new Queue<Mishap>(attempt.Mishaps);
            _logs[attempt.Process].Next = () => Meet(mishaps.TryDequeue(out var next) ? next : Mishap.None, attempt);
            var context = Context(attempt);
            try
            {
                await Check(context, await Execute(attempt, context));
            }
            catch (EventStoreUnavailableException)
            {
                // No answer came, so there is none to be held to; what is in the log is held to at the next attempt.
                await Check(context, null);
            }
        }

        private void Start(int process) =>
            _worlds[process] = new World(_all, log => _logs[process] = new UnluckyLog(log));

        private Task<CommandResult> Execute(Attempt attempt, CommandContext context) => attempt.AsNew
            ? _worlds[attempt.Process].Executor.Create(
                Growing, Stream, (_, _) => ValueTask.FromResult<Ruling<string>>("grow"), context, default)
            : _worlds[attempt.Process].Executor.Execute(Growing, Stream, "grow", context, default);

        private async Task<Mishap> Meet(Mishap mishap, Attempt attempt)
        {
            if (mishap is Mishap.OvertakenByRepeat)
            {
                await Try(attempt with { Process = 1 - attempt.Process, Mishaps = [], Restarted = false });
            }
            else if (mishap is Mishap.OvertakenByStranger)
            {
                await _stranger.Executor.Execute(Growing, Stream, "grow", Stranger.By(), default);
            }

            return mishap;
        }

        private async Task Check(CommandContext context, CommandResult? answer)
        {
            var log = await _worlds[0].Recorded(Stream);
            var own = log.Where(recorded => recorded.Metadata.CommandId == context.CommandId).ToList();
            if (own.Count == 0)
            {
                Assert.IsNotType<CommandResult.KeyReused>(answer);
                return;
            }

            // As many in a row as the rule yields there: twice would be more of them.
            var first = own[0].Source.Revision;
            Assert.Equal(Enumerable.Range(0, Yield(first)).Select(index => first + index), own.Select(recorded => recorded.Source.Revision));
            CommandResult expected = own[0].Metadata.Request == context.Request
                ? new CommandResult.Done(Stream, own[^1].Source.Revision, own[^1].Source.Position)
                : new CommandResult.KeyReused();
            Assert.Equal(expected, answer ?? expected);
        }

        private static CommandContext Context(Attempt attempt) =>
            Owner.By($"key {attempt.Key}", attempt.OtherBody ? "another body" : "body") with { IfMatch = attempt.IfMatch };
    }

    /// <summary>Yields one to three events, refuses, or finds that nothing changes, by how many events there are.</summary>
    private static Decider<long, string, EmployerEvent> Growing { get; } = new(
        "employer",
        0,
        (count, _, _) => (count % 7) switch
        {
            5 when count % 2 == 0 => Decision<EmployerEvent>.Refuse("test.not-now", "At another revision."),
            6 when count % 2 == 0 => Decision<EmployerEvent>.Unchanged,
            _ => Decision<EmployerEvent>.Accept([.. Enumerable.Repeat(new EmployerEvent.HelperFavourited(new HelperId(Id(1))), Yield(count))]),
        },
        (count, _) => count + 1);

    private static int Yield(long count) => 1 + (int)(count % 3);

    private sealed class UnluckyLog(IEventStore log) : IEventStore
    {
        public Func<Task<Mishap>> Next { get; set; } = () => Task.FromResult(Mishap.None);

        public Task<IReadOnlyList<RecordedEvent>> Load(StreamName stream, long fromRevision, CancellationToken cancellation) =>
            log.Load(stream, fromRevision, cancellation);

        public async Task<AppendResult> Append(
            StreamName stream, ExpectedRevision expected, IReadOnlyList<EventData> events, CancellationToken cancellation)
        {
            var mishap = await Next();
            if (mishap is Mishap.LostOnTheWay)
            {
                throw new EventStoreUnavailableException("The append was lost.");
            }

            var result = await log.Append(stream, expected, events, cancellation);
            return mishap is Mishap.AnswerLost ? throw new EventStoreUnavailableException("The answer was lost.") : result;
        }

        public IAsyncEnumerable<LogPage> Read(LogPosition after, ReadUntil until, CancellationToken cancellation) => log.Read(after, until, cancellation);

        public Task<LogPosition> End(CancellationToken cancellation) => log.End(cancellation);
    }
}
