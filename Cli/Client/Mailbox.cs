using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Cli.Client;

/// <summary>The embedded marketplace's mailbox: what is sent to made-up people, who cannot read their mail.</summary>
internal sealed class Mailbox(MarketplaceClient client, People people)
{
    private const int Looks = 300;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    private readonly Person _operator = people.Person(Role.Operator);

    /// <summary>The last contact code sent to a helper; null where none was sent yet.</summary>
    public async Task<string?> ContactCode(Guid helper, CancellationToken cancellation) =>
        await client.ReadFromWriteDoor(_operator, $"mailbox/{helper}", cancellation) is Reading.Found mail
            ? mail.Document.GetProperty("code").GetString()
            : null;

    /// <summary>Waits for a contact code other than one that was no good.</summary>
    /// <exception cref="ExpectedFailure">None has come for a while.</exception>
    public async Task<string> WaitForCode(Guid helper, string? otherThan, CancellationToken cancellation)
    {
        for (var look = 0; look < Looks; look++)
        {
            if (await ContactCode(helper, cancellation) is { } code && code != otherThan)
            {
                return code;
            }

            await Task.Delay(BetweenLooks, cancellation);
        }

        throw new ExpectedFailure($"No contact code has come to helper {helper}; are the processes running?");
    }
}
