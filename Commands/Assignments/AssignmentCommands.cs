using LaborMarketplace.Domain.Assignments;
using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Commands.Assignments;

/// <summary>
/// What people and processes ask of assignments' streams. The side, approver or reviewer in a command is the person who asks,
/// whatever it says.
/// </summary>
public sealed class AssignmentCommands
{
    /// <summary>Checks in with the code that the helper read from the supervisor.</summary>
    /// <param name="supervisorCode">Six digits.</param>
    public Task<CommandResult> CheckIn(AssignmentId assignment, string supervisorCode, CommandContext context, CancellationToken cancellation) =>
        throw new NotImplementedException();

    /// <summary>The code that the employer's supervisor reads to the helper on the spot.</summary>
    public Task<Ruling<string>> SupervisorCode(AssignmentId assignment, Actor actor, CancellationToken cancellation) =>
        throw new NotImplementedException();

    /// <summary>All other commands; a check-in with a position, or none for remote work, is one of them.</summary>
    public Task<CommandResult> Execute(AssignmentId assignment, AssignmentCommand command, CommandContext context, CancellationToken cancellation) =>
        throw new NotImplementedException();
}
