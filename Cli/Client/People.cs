using LaborMarketplace.Domain.Values;
using LaborMarketplace.Http.Authentication;

namespace LaborMarketplace.Cli.Client;

/// <summary>Makes persons with tokens of the local issuer. Thread-safe.</summary>
internal sealed class People(LocalIssuer issuer)
{
    private static readonly TimeSpan TokensLast = TimeSpan.FromHours(12);

    /// <summary>With the embedded marketplace's own key, so this works where that marketplace runs.</summary>
    /// <exception cref="ExpectedFailure">There is no such key, or it cannot be read.</exception>
    public static People Of(DataFolder folder)
    {
        if (!File.Exists(folder.TokenKey))
        {
            throw new ExpectedFailure($"There is no embedded marketplace in {folder.Path}: start it with ./run, or name its folder with --data-folder.");
        }

        try
        {
            return new People(LocalIssuer.Open(new AuthenticationSettings { LocalKeyFile = folder.TokenKey }));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            throw new ExpectedFailure($"The key that signs tokens, {folder.TokenKey}, cannot be used: {unreadable.Message}", unreadable);
        }
    }

    public Person Person(Guid id, params Role[] roles) => new(id, issuer.Issue(new PersonId(id), roles, TokensLast));

    /// <summary>The one person that the embedded marketplace has for each role.</summary>
    public Person Person(Role role) => Person(IdOf(role), role);

    public static Guid IdOf(Role role) => DerivedId.Of($"person/{Caller.NameOf(role)}");
}
