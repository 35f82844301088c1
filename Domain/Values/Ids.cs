namespace LaborMarketplace.Domain.Values;

/// <summary>A person who holds a token: a helper, a member of an employer, a reviewer, an operator.</summary>
public readonly record struct PersonId(Guid Value) : IScalar<PersonId, Guid>
{
    public static PersonId From(Guid value) => new(Shape.Id(value, "A person id"));

    public override string ToString() => Value.ToString();
}

/// <summary>A helper; equal to the id of the person who registered.</summary>
public readonly record struct HelperId(Guid Value) : IScalar<HelperId, Guid>
{
    public static HelperId From(Guid value) => new(Shape.Id(value, "A helper id"));

    public override string ToString() => Value.ToString();
}

/// <summary>An employer.</summary>
public readonly record struct EmployerId(Guid Value) : IScalar<EmployerId, Guid>
{
    public static EmployerId From(Guid value) => new(Shape.Id(value, "An employer id"));

    public override string ToString() => Value.ToString();
}

/// <summary>A job.</summary>
public readonly record struct JobId(Guid Value) : IScalar<JobId, Guid>
{
    public static JobId From(Guid value) => new(Shape.Id(value, "A job id"));

    public override string ToString() => Value.ToString();
}

/// <summary>An assignment: one helper's work on one job. Derived from the offer it came from.</summary>
public readonly record struct AssignmentId(Guid Value) : IScalar<AssignmentId, Guid>
{
    public static AssignmentId From(Guid value) => new(Shape.Id(value, "An assignment id"));

    public override string ToString() => Value.ToString();
}

/// <summary>One helper's application for one job. Derived from the two.</summary>
public readonly record struct ApplicationId(Guid Value) : IScalar<ApplicationId, Guid>
{
    public static ApplicationId From(Guid value) => new(Shape.Id(value, "An application id"));

    public override string ToString() => Value.ToString();
}

/// <summary>One helper's verification of one type. Derived from the two.</summary>
public readonly record struct VerificationId(Guid Value) : IScalar<VerificationId, Guid>
{
    public static VerificationId From(Guid value) => new(Shape.Id(value, "A verification id"));

    public override string ToString() => Value.ToString();
}

/// <summary>One offer within an application.</summary>
public readonly record struct OfferId(Guid Value) : IScalar<OfferId, Guid>
{
    public static OfferId From(Guid value) => new(Shape.Id(value, "An offer id"));

    public override string ToString() => Value.ToString();
}

/// <summary>One of an employer's locations.</summary>
public readonly record struct LocationId(Guid Value) : IScalar<LocationId, Guid>
{
    public static LocationId From(Guid value) => new(Shape.Id(value, "A location id"));

    public override string ToString() => Value.ToString();
}

/// <summary>A file that a helper attached.</summary>
public readonly record struct FileId(Guid Value) : IScalar<FileId, Guid>
{
    public static FileId From(Guid value) => new(Shape.Id(value, "A file id"));

    public override string ToString() => Value.ToString();
}

/// <summary>One entry of worked time.</summary>
public readonly record struct TimeEntryId(Guid Value) : IScalar<TimeEntryId, Guid>
{
    public static TimeEntryId From(Guid value) => new(Shape.Id(value, "A time entry id"));

    public override string ToString() => Value.ToString();
}
