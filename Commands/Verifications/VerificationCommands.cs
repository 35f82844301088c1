using LaborMarketplace.Domain.Values;
using LaborMarketplace.Domain.Verifications;

namespace LaborMarketplace.Commands.Verifications;

/// <summary>What people ask of verifications' streams. The reviewer in a command is the person who asks, whatever it says.</summary>
public sealed class VerificationCommands
{
    /// <summary>Asks for a verification of the helper; the answer's stream is the verification's.</summary>
    public Task<CommandResult> Request(HelperId helper, VerificationType type, CommandContext context, CancellationToken cancellation) =>
        throw new NotImplementedException();

    /// <summary>All other commands.</summary>
    public Task<CommandResult> Execute(VerificationId verification, VerificationCommand command, CommandContext context, CancellationToken cancellation) =>
        throw new NotImplementedException();
}
