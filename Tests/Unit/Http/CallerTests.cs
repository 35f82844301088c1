using LaborMarketplace.Domain.Values;
using LaborMarketplace.Http.Authentication;

namespace LaborMarketplace.Tests.Unit.Http;

public sealed class CallerTests
{
    [Fact]
    public void A_subject_that_is_a_uuid_is_the_person()
    {
        var id = Guid.CreateVersion7();
        Assert.Equal(new PersonId(id), Caller.PersonOf("https://issuer.example", id.ToString()));
    }

    [Fact]
    public void Any_other_subject_is_always_the_same_person_and_nobody_else()
    {
        var person = Caller.PersonOf("https://issuer.example", "auth0|5f7c");
        Assert.Equal(person, Caller.PersonOf("https://issuer.example", "auth0|5f7c"));
        Assert.NotEqual(person, Caller.PersonOf("https://issuer.example", "auth0|5f7d"));
        Assert.NotEqual(person, Caller.PersonOf("https://other.example", "auth0|5f7c"));
    }

    [Theory]
    [InlineData("operator", Role.Operator)]
    [InlineData("Operator", Role.Operator)]
    [InlineData("5", null)]
    [InlineData("root", null)]
    public void A_role_goes_by_its_name_alone(string name, Role? role) => Assert.Equal(role, Caller.RoleOf(name));
}
