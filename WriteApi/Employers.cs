using LaborMarketplace.Commands.Employers;
using LaborMarketplace.Domain.Employers;
using LaborMarketplace.Domain.Values;
using Microsoft.AspNetCore.Routing;

namespace LaborMarketplace.WriteApi;

internal static class Employers
{
    public static void MapEmployers(this IEndpointRouteBuilder endpoints, CommandServices services, EmployerCommands employers)
    {
        var routes = new CommandRoutes<EmployerId>(endpoints, "employer", services);

        routes.Create("register", "Registers an employer, whose first owner is the person who asks.",
            new RegisterEmployer(new("Harbor Facilities"), Examples.Region, new("jobs@harbor.example")),
            (body, context, cancellation) =>
            {
                var employer = new EmployerId(routes.NewId(context));
                var command = new EmployerCommand.Register(employer, body.Name, body.Region, context.Person(), body.ContactEmail);
                return employers.Execute(employer, command, context, cancellation);
            });

        routes.Post("verify", "Confirms that the employer is who it says; only then it publishes jobs.",
            context => new EmployerCommand.Verify(context.Person()), employers.Execute);

        routes.Post("suspend", "Keeps the employer from publishing and hiring.", new WithReason(Examples.Reason),
            (body, context) => new EmployerCommand.Suspend(context.Person(), body.Reason), employers.Execute);

        routes.Post("reinstate", "Ends a suspension.", new WithReason(Examples.Reason),
            (body, context) => new EmployerCommand.Reinstate(context.Person(), body.Reason), employers.Execute);

        routes.Post("add-member", "Lets a person act for the employer, or changes what they may do.",
            new EmployerCommand.AddMember(new(Examples.Id), MemberRole.Hirer), employers.Execute);

        routes.Post("remove-member", "Ends that a person acts for the employer; one owner stays.",
            new EmployerCommand.RemoveMember(new(Examples.Id)), employers.Execute);

        routes.Post("add-location", "Adds a place where the employer has work.", new AddLocation(new("Main office"), Examples.Place),
            (body, context) => new EmployerCommand.AddLocation(new(routes.NewId(context)), body.Label, body.Place), employers.Execute);

        routes.Post("block-helper", "Keeps a helper from the employer's jobs.",
            new EmployerCommand.BlockHelper(new(Examples.Id), Examples.Reason), employers.Execute);

        routes.Post("unblock-helper", "Lets a blocked helper apply again.",
            new EmployerCommand.UnblockHelper(new(Examples.Id)), employers.Execute);

        routes.Post("favourite-helper", "Remembers a helper for the next job.",
            new EmployerCommand.FavouriteHelper(new(Examples.Id)), employers.Execute);

        routes.Post("unfavourite-helper", "Forgets a favourite.",
            new EmployerCommand.UnfavouriteHelper(new(Examples.Id)), employers.Execute);
    }
}

internal sealed record RegisterEmployer(Name Name, Region Region, EmailAddress ContactEmail);

internal sealed record AddLocation(Name Label, Place Place);
