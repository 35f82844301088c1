using LaborMarketplace.Commands.Applications;
using LaborMarketplace.Commands.Jobs;
using LaborMarketplace.Domain.Jobs;
using LaborMarketplace.Domain.Values;
using Microsoft.AspNetCore.Routing;

namespace LaborMarketplace.WriteApi;

internal static class Jobs
{
    public static void MapJobs(
        this IEndpointRouteBuilder endpoints, CommandServices services, JobCommands jobs, ApplicationCommands applications)
    {
        var routes = new CommandRoutes<JobId>(endpoints, "job", services);

        routes.Create("draft", "Drafts a job of an employer.", new DraftJob(new(Examples.Id), Examples.Terms),
            (body, context, cancellation) => jobs.Draft(new(routes.NewId(context)), body.Employer, body.Terms, context, cancellation));

        routes.Post("edit", "Changes what the job asks and gives.", new JobCommand.Edit(Examples.Terms), jobs.Execute);

        routes.Post("publish", "Opens a draft for applications, until it starts or 30 days have passed.", jobs.Publish);

        routes.Post("close", "Takes no more applications; who is hired stays hired.", new JobCommand.Close(Examples.Reason), jobs.Execute);

        routes.Post("cancel", "Calls the job off, and its assignments with it.", new JobCommand.Cancel(Examples.Reason), jobs.Execute);

        routes.Post("repost", "Drafts a job like this one at another time; the answer's id is the new job's.", new RepostJob(Examples.When),
            (job, body, context, cancellation) => jobs.Repost(job, new(routes.NewId(context)), body.When, context, cancellation));

        routes.Post("invite-helper", "Invites a helper to apply; the answer's id is the application's.", new InviteHelper(new(Examples.Id)),
            (body, _) => body.Helper, applications.InviteHelper);

        routes.Post("submit-application", "Applies for the job, as the helper who asks; the answer's id is the application's.",
            new SubmitApplication(new("I have done this before, and live close by.")),
            (job, body, context, cancellation) => applications.Submit(job, body.Message, context, cancellation));
    }
}

internal sealed record DraftJob(EmployerId Employer, JobTerms Terms);

internal sealed record RepostJob(TimeWindow When);

internal sealed record InviteHelper(HelperId Helper);

internal sealed record SubmitApplication(Description? Message);
