using System.Text.Json;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.Projections.Employers;

namespace LaborMarketplace.ReadApi.Requests;

/// <summary>Who may read what is an employer's.</summary>
internal static class Membership
{
    /// <summary>Whether the caller is a member of the employer, as far as the read model has come.</summary>
    public static async ValueTask<bool> IsMemberOf(this ReadRequest request, EmployerId employer) =>
        await request.Document(EmployerAccount.Projection, employer.Value) is { } account
        && account.As<EmployerAccount>().Members.Any(member => member.Person == request.Caller.Person);

    /// <summary>The JSON that the members of an employer's account contain (<c>@&gt;</c>) when the person is one of them.</summary>
    public static string Pattern(PersonId person) => JsonSerializer.Serialize(new[] { new Dictionary<string, Guid> { ["person"] = person.Value } });

    public static bool Is(this ReadRequest request, HelperId helper) => request.Caller.Person.Value == helper.Value;

    /// <summary>Whether the caller is one of the two sides, or looks after the marketplace.</summary>
    public static async ValueTask<bool> MayReadBetween(this ReadRequest request, HelperId helper, EmployerId employer) =>
        request.Is(helper) || request.Has(Role.Reviewer, Role.Auditor) || await request.IsMemberOf(employer);
}
