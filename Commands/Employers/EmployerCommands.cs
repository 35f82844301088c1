using LaborMarketplace.Domain.Employers;
using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Commands.Employers;

/// <summary>What people ask of employers' streams. Owner and reviewer in a command are the person who asks, whatever it says.</summary>
public sealed class EmployerCommands
{
    public Task<CommandResult> Execute(EmployerId employer, EmployerCommand command, CommandContext context, CancellationToken cancellation) =>
        throw new NotImplementedException();
}
