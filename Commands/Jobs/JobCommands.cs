using LaborMarketplace.Domain.Jobs;
using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Commands.Jobs;

/// <summary>What people and processes ask of jobs' streams.</summary>
public sealed class JobCommands
{
    public Task<CommandResult> Draft(JobId job, EmployerId employer, JobTerms terms, CommandContext context, CancellationToken cancellation) =>
        throw new NotImplementedException();

    /// <summary>Drafts a job like another one, at another time.</summary>
    public Task<CommandResult> Repost(JobId of, JobId job, TimeWindow when, CommandContext context, CancellationToken cancellation) =>
        throw new NotImplementedException();

    public Task<CommandResult> Publish(JobId job, CommandContext context, CancellationToken cancellation) =>
        throw new NotImplementedException();

    /// <summary>All other commands.</summary>
    public Task<CommandResult> Execute(JobId job, JobCommand command, CommandContext context, CancellationToken cancellation) =>
        throw new NotImplementedException();
}
