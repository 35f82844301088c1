using LaborMarketplace.Commands.Verifications;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.Domain.Verifications;
using Microsoft.AspNetCore.Routing;

namespace LaborMarketplace.WriteApi;

internal static class Verifications
{
    public static void MapVerifications(this IEndpointRouteBuilder endpoints, CommandServices services, VerificationCommands verifications)
    {
        var routes = new CommandRoutes<VerificationId>(endpoints, "verification", services);

        routes.Post("grant-consent", "Agrees to the check, after the consent text whose hash is given.",
            new VerificationCommand.GrantConsent(Examples.Hash, new("2026-01")), verifications.Execute);

        routes.Post("withdraw-consent", "Takes the consent back.", new VerificationCommand.WithdrawConsent(), verifications.Execute);

        routes.Post("start", "Takes the check in hand, as a reviewer.",
            context => new VerificationCommand.Start(context.Person()), verifications.Execute);

        routes.Post("clear", "Finds, as a reviewer, that all is as the helper says.",
            context => new VerificationCommand.Clear(context.Person()), verifications.Execute);

        routes.Post("fail", "Finds, as a reviewer, that it is not.", new WithReason(Examples.Reason),
            (body, context) => new VerificationCommand.Fail(context.Person(), body.Reason), verifications.Execute);

        routes.Post("cancel", "Ends the verification without an outcome.", new VerificationCommand.Cancel(Examples.Reason), verifications.Execute);
    }
}
