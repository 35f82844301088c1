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
            (verification, context, cancellation) => verifications.Execute(verification, new VerificationCommand.Start(context.Person()), context, cancellation));

        routes.Post("clear", "Finds, as a reviewer, that all is as the helper says.",
            (verification, context, cancellation) => verifications.Execute(verification, new VerificationCommand.Clear(context.Person()), context, cancellation));

        routes.Post("fail", "Finds, as a reviewer, that it is not.", new WithReason(Examples.Reason),
            (verification, body, context, cancellation) => verifications.Execute(
                verification, new VerificationCommand.Fail(context.Person(), body.Reason), context, cancellation));

        routes.Post("cancel", "Ends the verification without an outcome.", new VerificationCommand.Cancel(Examples.Reason), verifications.Execute);
    }
}
