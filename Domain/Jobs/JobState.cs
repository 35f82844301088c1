using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Domain.Jobs;

/// <summary>A job's life: Draft → Open ⇄ Filled → Closed, Cancelled or Expired.</summary>
public abstract record JobState
{
    private JobState() { }

    /// <summary>Nobody has drafted a job under this id.</summary>
    public sealed record NotDrafted : JobState;

    /// <summary>A job in any stage of life.</summary>
    public abstract record Drafted(JobFacts Facts) : JobState;

    /// <summary>A job that has been published, whatever became of it.</summary>
    public abstract record Published(JobFacts Facts, Posting Posting) : Drafted(Facts);

    public sealed record Draft(JobFacts Facts) : Drafted(Facts);

    /// <summary>A draft that was given up: nobody ever saw it.</summary>
    public sealed record Discarded(JobFacts Facts) : Drafted(Facts);

    /// <summary>Takes applications until <see cref="Jobs.Posting.ExpiresAt"/>, though the event of its expiry may come later.</summary>
    public sealed record Open(JobFacts Facts, Posting Posting) : Published(Facts, Posting);

    /// <summary>Every position is filled.</summary>
    public sealed record Filled(JobFacts Facts, Posting Posting) : Published(Facts, Posting);

    public sealed record Closed(JobFacts Facts, Posting Posting) : Published(Facts, Posting);

    public sealed record Cancelled(JobFacts Facts, Posting Posting) : Published(Facts, Posting);

    public sealed record Expired(JobFacts Facts, Posting Posting) : Published(Facts, Posting);

    /// <summary>Whether the job takes applications and offers at this moment.</summary>
    public bool IsOpen(DateTimeOffset now) => this is Open open && now < open.Posting.ExpiresAt;
}

/// <summary>What is known of a job from its draft on.</summary>
public sealed record JobFacts(JobId Job, EmployerId Employer, JobTerms Terms);

/// <summary>What is known of a job from its publication on. Reserved and filled positions together never exceed the headcount.</summary>
/// <param name="PublishedAt">When it was published.</param>
/// <param name="ExpiresAt">Until when it is open.</param>
/// <param name="HasApplications">Somebody has applied, so that pay does not fall any more.</param>
/// <param name="Reserved">The positions kept for offers; one for an application at most.</param>
/// <param name="Hired">The applications that filled a position; none of them has a reservation.</param>
public sealed record Posting(
    DateTimeOffset PublishedAt, DateTimeOffset ExpiresAt, bool HasApplications, ValueList<Reservation> Reserved, ValueList<ApplicationId> Hired)
{
    /// <summary>How many positions nobody else can have.</summary>
    public int Taken => Reserved.Count + Hired.Count;

    public Reservation? ReservationOf(ApplicationId application) => Reserved.FirstOrDefault(held => held.Application == application);

    internal Posting Without(ApplicationId application) => this with
    {
        Reserved = Reserved.Where(held => held.Application != application),
        Hired = Hired.Where(hired => hired != application),
    };
}

/// <summary>A position kept for an application.</summary>
/// <param name="Until">From then on somebody else may have it, unless it was filled.</param>
public sealed record Reservation(ApplicationId Application, DateTimeOffset Until);
