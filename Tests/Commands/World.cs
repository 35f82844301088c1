using System.Collections.Concurrent;
using LaborMarketplace.Commands;
using LaborMarketplace.Commands.Applications;
using LaborMarketplace.Commands.Assignments;
using LaborMarketplace.Commands.Deadlines;
using LaborMarketplace.Commands.Employers;
using LaborMarketplace.Commands.Helpers;
using LaborMarketplace.Commands.Jobs;
using LaborMarketplace.Commands.Processes;
using LaborMarketplace.Commands.Verifications;
using LaborMarketplace.Domain;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.EventStore;
using LaborMarketplace.EventStore.InMemory;
using Microsoft.Extensions.Time.Testing;

namespace LaborMarketplace.Tests.Commands;

/// <summary>One process of a marketplace, with real deciders over a log in memory. What it shares with others outlives it.</summary>
internal sealed class World
{
    public World(Shared? shared = null, Func<IEventStore, IEventStore>? through = null)
    {
        All = shared ?? new Shared();
        Log = through?.Invoke(All.Log) ?? All.Log;
        var settings = new CommandSettings(Policy.Default, new Region("us-east"), Enumerable.Range(0, 32).Select(number => (byte)number).ToArray());
        Codes = new KeyedCodes(settings);
        Executor = new CommandExecutor(Log, Codec, All.Time, settings);
        Facts = new Facts(Executor, Deciders, All.Time);
        Helpers = new HelperCommands(Executor, Deciders, Facts, Codes, settings);
        Employers = new EmployerCommands(Executor, Deciders);
        Jobs = new JobCommands(Executor, Deciders, Facts);
        Applications = new ApplicationCommands(Executor, Deciders, Facts);
        Assignments = new AssignmentCommands(Executor, Deciders, Facts, Codes);
        Verifications = new VerificationCommands(Executor, Deciders, Facts);
        Runner = new ProcessRunner(Log, Codec, All.Memory, ProcessesSetup.All(Facts, All.Memory, Codes, All.Mail), Executor, Deciders);
        Deadlines = new DeadlineWorker(All.Memory, Log, Runner, Executor, Deciders, All.Time, Alarm);
        Status = new ProcessStatusReader(All.Memory, Log, All.Time);
    }

    public static EventCodec Codec { get; } = EventCodec.OfMarketplace();

    public static Deciders Deciders { get; } = new(Policy.Default);

    public Shared All { get; }

    public IEventStore Log { get; }

    public KeyedCodes Codes { get; }

    public CommandExecutor Executor { get; }

    public Facts Facts { get; }

    public HelperCommands Helpers { get; }

    public EmployerCommands Employers { get; }

    public JobCommands Jobs { get; }

    public ApplicationCommands Applications { get; }

    public AssignmentCommands Assignments { get; }

    public VerificationCommands Verifications { get; }

    public ProcessRunner Runner { get; }

    public DeadlineWorker Deadlines { get; }

    public DeadlineAlarm Alarm { get; } = new();

    public ProcessStatusReader Status { get; }

    /// <summary>Lets the processes answer all that is in the log, and what they add themselves.</summary>
    public async Task Settle()
    {
        while (!(await Status.Read(CancellationToken.None)).Settled)
        {
            await Runner.Run(ReadUntil.End, CancellationToken.None);
            await Deadlines.SendDue(CancellationToken.None);
        }
    }

    /// <summary>Moves the clock, and lets what is due happen.</summary>
    public async Task Wait(TimeSpan time)
    {
        await Settle();
        All.Time.Advance(time);
        await Settle();
    }

    /// <summary>All that is recorded of a stream, oldest first.</summary>
    public async Task<IReadOnlyList<DecodedEvent>> Recorded(StreamName stream) =>
        [.. (await All.Log.Load(stream, 0, CancellationToken.None)).Select(Codec.Decode)];

    /// <summary>What outlives a process: the log, what the processes remember, the clock, the mail.</summary>
    internal sealed record Shared(IEventStore Log, IProcessStore Memory)
    {
        public Shared(InMemoryEventStore log) : this(log, new InMemoryProcessStore()) { }

        public Shared() : this(new InMemoryEventStore()) { }

        /// <summary>A Monday noon.</summary>
        public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 2, 12, 0, 0, TimeSpan.Zero));

        public Postbox Mail { get; } = new();
    }

    internal sealed class Postbox : IContactCodeSender
    {
        private readonly ConcurrentDictionary<HelperId, ContactCodeMessage> _last = [];

        public Task Send(ContactCodeMessage message, CancellationToken cancellation)
        {
            _last[message.Helper] = message;
            return Task.CompletedTask;
        }

        public string CodeOf(HelperId helper) => _last[helper].Code;
    }
}

/// <summary>A log whose nth append meets a crash, either before it is made or before its answer arrives.</summary>
internal sealed class CrashingLog(IEventStore log, int append, bool afterwards) : IEventStore
{
    private int _appends;

    public Task<IReadOnlyList<RecordedEvent>> Load(StreamName stream, long fromRevision, CancellationToken cancellation) =>
        log.Load(stream, fromRevision, cancellation);

    public async Task<AppendResult> Append(StreamName stream, ExpectedRevision expected, IReadOnlyList<EventData> events, CancellationToken cancellation)
    {
        var crashes = Interlocked.Increment(ref _appends) == append;
        if (crashes && !afterwards)
        {
            throw new EventStoreUnavailableException("The process crashed before the append.");
        }

        var result = await log.Append(stream, expected, events, cancellation);
        return crashes ? throw new EventStoreUnavailableException("The process crashed after the append.") : result;
    }

    public IAsyncEnumerable<LogPage> Read(LogPosition after, ReadUntil until, CancellationToken cancellation) => log.Read(after, until, cancellation);

    public Task<LogPosition> End(CancellationToken cancellation) => log.End(cancellation);
}
