using LaborMarketplace.Commands.Applications;
using LaborMarketplace.Domain.Applications;
using LaborMarketplace.Domain.Values;
using Microsoft.AspNetCore.Routing;

namespace LaborMarketplace.WriteApi;

internal static class Applications
{
    public static void MapApplications(this IEndpointRouteBuilder endpoints, CommandServices services, ApplicationCommands applications)
    {
        var routes = new CommandRoutes<ApplicationId>(endpoints, "application", services);

        routes.Post("withdraw", "Takes the application back.", new ApplicationCommand.Withdraw(Examples.Reason), applications.Execute);

        routes.Post("shortlist", "Keeps the application for a closer look.", new ApplicationCommand.Shortlist(), applications.Execute);

        routes.Post("reject", "Turns the application down.", new ApplicationCommand.Reject(Examples.Reason), applications.Execute);

        routes.Post("make-offer", "Reserves a position and offers it, until the offer expires; without terms, on those of the job.",
            new MakeOffer(new(Examples.When, Examples.Zone, Examples.Place, Examples.Pay), Examples.When.Start.AddDays(-3)),
            (application, body, context, cancellation) => applications.MakeOffer(
                application, new(routes.NewId(context)), body.Terms, body.ExpiresAt, context, cancellation));

        routes.Post("accept-offer", "Accepts the offer that the helper has seen; the hire follows by itself.", new AcceptOffer(new(Examples.Id)),
            (body, _) => body.Offer, applications.AcceptOffer);

        routes.Post("decline-offer", "Turns the offer down.",
            new ApplicationCommand.DeclineOffer(new(Examples.Id), Examples.Reason), applications.Execute);

        routes.Post("rescind-offer", "Takes the offer back.",
            new ApplicationCommand.RescindOffer(new(Examples.Id), Examples.Reason), applications.Execute);
    }
}

/// <param name="Terms">What is promised; without, what the job says.</param>
internal sealed record MakeOffer(OfferTerms? Terms, DateTimeOffset ExpiresAt);

internal sealed record AcceptOffer(OfferId Offer);
