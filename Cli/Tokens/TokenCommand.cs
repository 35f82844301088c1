using System.CommandLine;
using LaborMarketplace.Cli.Client;
using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Cli.Tokens;

/// <summary><c>marketplace token</c>: signs a token with the embedded marketplace's key.</summary>
internal static class TokenCommand
{
    public static Command Create()
    {
        var roles = new Option<Role[]>("--role")
        {
            Description = "What the bearer is: helper, employer, reviewer, auditor, data, operator. May be given more than once.",
            Required = true,
            AllowMultipleArgumentsPerToken = true,
            HelpName = "ROLE",
        };
        var person = new Option<Guid?>("--person")
        {
            Description = "The bearer's id; without it, the one person that the embedded marketplace has for the role.",
            HelpName = "ID",
        };
        var command = new Command("token", "Print a token for the embedded marketplace.") { roles, person };
        command.SetAction(given =>
        {
            var asked = given.GetRequiredValue(roles);
            var id = given.GetValue(person) ?? People.IdOf(asked[0]);
            given.InvocationConfiguration.Output.WriteLine(People.Of(given.DataFolderOf()).Person(id, asked).Token);
        });
        return command;
    }
}
