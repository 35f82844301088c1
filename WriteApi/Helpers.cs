using LaborMarketplace.Commands.Helpers;
using LaborMarketplace.Commands.Verifications;
using LaborMarketplace.Domain.Helpers;
using LaborMarketplace.Domain.Values;
using Microsoft.AspNetCore.Routing;

namespace LaborMarketplace.WriteApi;

internal static class Helpers
{
    public static void MapHelpers(
        this IEndpointRouteBuilder endpoints, CommandServices services, HelperCommands helpers, VerificationCommands verifications)
    {
        var routes = new CommandRoutes<HelperId>(endpoints, "helper", services);

        routes.Create("register", "Registers the person who asks as a helper.",
            new RegisterHelper(Examples.Region, new("Maria Lopez"), new("maria@example.org"), new("+12125550100")),
            (body, context, cancellation) =>
            {
                var helper = new HelperId(context.Person().Value);
                return helpers.Register(new(helper, body.Region, body.Name, body.Email, body.Phone), context, cancellation);
            });

        routes.Post("request-contact-code", "Sends a code of six digits to the helper's e-mail address; it takes the place of the last.",
            helpers.RequestContactCode);

        routes.Post("verify-contact", "Proves with the code that the address is the helper's.", new VerifyContact(new("042817")),
            (body, _) => body.Code.Value, helpers.VerifyContact);

        routes.Post("update-profile", "Changes name, phone, headline and the text about the helper, all at once.",
            new HelperCommand.UpdateProfile(new("Maria Lopez"), new("+12125550100"), new("Plumber for 12 years"), new("I repair what others replace.")),
            helpers.Execute);

        routes.Post("set-languages", "Sets the languages that the helper speaks; the list takes the place of the last.",
            new HelperCommand.SetLanguages([new(new("en"), LanguageLevel.Native), new(new("es"), LanguageLevel.B2)]), helpers.Execute);

        routes.Post("add-skill", "Adds a skill of the catalogue.",
            new HelperCommand.AddSkill(Examples.Skill, new(4), new(12)), helpers.Execute);

        routes.Post("revise-skill", "Changes the level and the years of a skill.",
            new HelperCommand.ReviseSkill(Examples.Skill, new(5), new(13)), helpers.Execute);

        routes.Post("remove-skill", "Removes a skill.", new HelperCommand.RemoveSkill(Examples.Skill), helpers.Execute);

        routes.Post("set-rate", "Sets the rate for a skill; without a skill, the general rate.",
            new HelperCommand.SetRate(Examples.Skill, Examples.Pay), helpers.Execute);

        routes.Post("remove-rate", "Removes the rate for a skill; without a skill, the general rate.",
            new HelperCommand.RemoveRate(Examples.Skill), helpers.Execute);

        routes.Post("set-availability-plan", "Says when the helper works in an ordinary week.",
            new HelperCommand.SetAvailabilityPlan(Examples.Plan), helpers.Execute);

        routes.Post("add-availability-exception", "Says that a day differs from the plan: other hours, or none.",
            new HelperCommand.AddAvailabilityException(Examples.DayOff), helpers.Execute);

        routes.Post("remove-availability-exception", "Lets the plan hold again on a day.",
            new HelperCommand.RemoveAvailabilityException(Examples.DayOff.Date), helpers.Execute);

        routes.Post("set-service-area", "Says where the helper works: a centre with a radius, or a polygon.",
            new HelperCommand.SetServiceArea(Examples.Area), helpers.Execute);

        routes.Post("attach-file", "Announces a portfolio picture or a document, which is shown once it has been scanned.",
            new AttachFile(FilePurpose.Portfolio, new("bathroom.jpg"), ContentType.Jpeg, new(48_213), Examples.Hash),
            (body, context) => new HelperCommand.AttachFile(new(routes.NewId(context)), body.Purpose, body.FileName, body.ContentType, body.Size, body.Hash),
            helpers.Execute);

        routes.Post("record-file-scan", "Records what the scan of a file found.",
            new HelperCommand.RecordFileScan(new(Examples.Id), true), helpers.Execute);

        routes.Post("remove-file", "Removes a file.", new HelperCommand.RemoveFile(new(Examples.Id)), helpers.Execute);

        routes.Post("complete-onboarding", "Makes the helper active: a verified contact, a skill, a rate, an area and a plan are needed.",
            new HelperCommand.CompleteOnboarding(), helpers.Execute);

        routes.Post("pause", "Takes the helper out of the directory for a while.", new HelperCommand.Pause(Examples.Reason), helpers.Execute);

        routes.Post("resume", "Brings a paused helper back.", new HelperCommand.Resume(), helpers.Execute);

        routes.Post("request-verification", "Asks for a verification; the answer's id is the verification's.",
            new RequestVerification(VerificationType.Identity), (body, _) => body.Type, verifications.Request);
    }
}

internal sealed record RegisterHelper(Region Region, Name Name, EmailAddress Email, PhoneNumber? Phone);

internal sealed record VerifyContact(SixDigits Code);

internal sealed record AttachFile(FilePurpose Purpose, Name FileName, ContentType ContentType, FileSize Size, Sha256 Hash);

internal sealed record RequestVerification(VerificationType Type);
