using LaborMarketplace.Domain.Values;
using LaborMarketplace.EventStore;

namespace LaborMarketplace.Commands;

/// <summary>The names of streams: the category that the decider has, and the id of what the stream is about.</summary>
public static class Streams
{
    public static StreamName Of(HelperId helper) => StreamName.Of("helper", helper.Value);

    public static StreamName CalendarOf(HelperId helper) => StreamName.Of("calendar", helper.Value);

    /// <param name="addressKey">See <see cref="KeyedCodes.AddressKey"/>.</param>
    public static StreamName OfEmail(string addressKey) => StreamName.Of("email", addressKey);

    public static StreamName Of(EmployerId employer) => StreamName.Of("employer", employer.Value);

    public static StreamName Of(JobId job) => StreamName.Of("job", job.Value);

    public static StreamName Of(ApplicationId application) => StreamName.Of("application", application.Value);

    public static StreamName Of(AssignmentId assignment) => StreamName.Of("assignment", assignment.Value);

    public static StreamName Of(VerificationId verification) => StreamName.Of("verification", verification.Value);
}
