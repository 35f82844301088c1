using LaborMarketplace.Domain.Helpers;
using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Commands.Helpers;

/// <summary>What people ask of helpers' streams.</summary>
public sealed class HelperCommands
{
    /// <summary>Registers the person who asks; the address is reserved for them first.</summary>
    public Task<CommandResult> Register(HelperCommand.Register command, CommandContext context, CancellationToken cancellation) =>
        throw new NotImplementedException();

    /// <summary>Sends another contact code, which takes the place of the last.</summary>
    public Task<CommandResult> RequestContactCode(HelperId helper, CommandContext context, CancellationToken cancellation) =>
        throw new NotImplementedException();

    /// <param name="helper">Whose address is verified.</param>
    /// <param name="code">The six digits that were sent.</param>
    public Task<CommandResult> VerifyContact(HelperId helper, string code, CommandContext context, CancellationToken cancellation) =>
        throw new NotImplementedException();

    /// <summary>All other commands.</summary>
    public Task<CommandResult> Execute(HelperId helper, HelperCommand command, CommandContext context, CancellationToken cancellation) =>
        throw new NotImplementedException();
}
