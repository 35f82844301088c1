using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.Http.Authentication;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.Tokens;

namespace LaborMarketplace.Tests.Integration.WriteApi;

[Collection(PostgresCollection.Name)]
public sealed class TokenTests(WriteDoor door) : IClassFixture<WriteDoor>
{
    private static readonly Uri Somewhere = new($"/v1/jobs/{Guid.CreateVersion7()}/publish", UriKind.Relative);

    private readonly string _token = door.Host.Issuer.Issue(new(Guid.CreateVersion7()), [Role.Helper], TimeSpan.FromHours(1));

    [Fact]
    public async Task A_token_that_the_issuer_signed_is_taken_again_and_again()
    {
        var client = door.Host.With(_token);
        await (await client.PostAsync(Somewhere, null)).IsProblem(404, "job.not-found");
        await (await client.PostAsync(Somewhere, null)).IsProblem(404, "job.not-found");
    }

    [Fact]
    public async Task Without_a_token_the_answer_is_a_challenge()
    {
        var response = await door.Host.Anonymous().PostAsync(Somewhere, null);
        await response.IsProblem(401, "token.missing");
        Assert.Equal("Bearer realm=\"labor-marketplace\"", response.Headers.WwwAuthenticate.Single().ToString());
    }

    [Fact]
    public async Task Another_scheme_is_no_token()
    {
        var client = door.Host.Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String("maria:secret"u8));
        await (await client.PostAsync(Somewhere, null)).IsProblem(401, "token.missing");
    }

    [Fact]
    public async Task An_expired_token_is_told_with_the_time_it_expired()
    {
        var issuer = IssuerOf(door.KeyFile, new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddHours(-2)));
        var response = await door.Host.With(TokenOf(issuer, Role.Helper)).PostAsync(Somewhere, null);
        Assert.Contains("The token expired at ", (await response.IsProblem(401, "token.expired")).GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains("error=\"invalid_token\"", response.Headers.WwwAuthenticate.Single().ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_marketplaces_clock_does_not_make_a_token_older()
    {
        await door.Host.Clock.Advance(TimeProvider.System.GetUtcNow().AddDays(30), default);
        await (await door.Host.With(_token).PostAsync(Somewhere, null)).IsProblem(404, "job.not-found");
    }

    [Fact]
    public async Task A_token_that_is_not_valid_yet_is_refused()
    {
        var issuer = IssuerOf(door.KeyFile, new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddHours(2)));
        await IsRefused(TokenOf(issuer, Role.Helper));
    }

    [Fact]
    public Task A_token_signed_with_another_key_is_refused() =>
        IsRefused(TokenOf(IssuerOf(Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.pem")), Role.Operator));

    [Fact]
    public Task A_token_without_a_signature_is_refused() =>
        IsRefused($"{Encode("""{"alg":"none","typ":"JWT"}""")}.{_token.Split('.')[1]}.");

    [Fact]
    public Task A_token_signed_with_the_public_key_as_a_secret_is_refused()
    {
        var start = $"{Encode("""{"alg":"HS256","typ":"JWT"}""")}.{_token.Split('.')[1]}";
        using var key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(door.KeyFile));
        return IsRefused($"{start}.{Base64UrlEncoder.Encode(HMACSHA256.HashData(key.ExportSubjectPublicKeyInfo(), Encoding.ASCII.GetBytes(start)))}");
    }

    [Fact]
    public Task A_token_whose_roles_were_altered_is_refused()
    {
        var parts = _token.Split('.');
        var payload = Base64UrlEncoder.Decode(parts[1]);
        return IsRefused($"{parts[0]}.{Encode(payload.Replace("helper", "operator", StringComparison.Ordinal))}.{parts[2]}");
    }

    [Fact]
    public Task A_token_for_somebody_else_is_refused() =>
        IsRefused(TokenOf(LocalIssuer.Open(new AuthenticationSettings { LocalKeyFile = door.KeyFile, Audience = "payroll" })));

    [Fact]
    public Task A_token_of_another_issuer_is_refused() =>
        IsRefused(TokenOf(LocalIssuer.Open(
            new AuthenticationSettings { LocalKeyFile = door.KeyFile, LocalIssuer = new("https://issuer.example") })));

    [Theory]
    [InlineData("x")]
    [InlineData("a.b.c")]
    [InlineData("....")]
    [InlineData("eyJhbGciOiJFUzI1NiJ9.e30.")]
    public Task What_is_no_token_is_refused(string token) => IsRefused(token);

    [Fact]
    public Task A_token_of_20_kilobytes_is_refused() => IsRefused(new string('a', 20_000));

    [Fact]
    public async Task A_role_that_is_missing_is_named()
    {
        var problem = await (await door.Host.With(_token).GetAsync(new Uri("/v1/processes", UriKind.Relative))).IsProblem(403, "access.forbidden");
        Assert.Equal("Your token has not the role that this needs: operator.", problem.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task Any_issuer_of_openid_connect_will_do()
    {
        await using var other = await WriteHost.Start(
            door.Connection, door.KeyFile, ("Authentication:Authority", door.Host.Address.OriginalString), ("Authentication:RequireHttps", "false"));
        using var client = new HttpClient { BaseAddress = other.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _token);
        await (await client.PostAsync(Somewhere, null)).IsProblem(404, "job.not-found");
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", $"{_token}AAAA");
        await (await client.PostAsync(Somewhere, null)).IsProblem(401, "token.invalid");
    }

    [Fact]
    public async Task An_issuer_that_is_away_makes_the_door_unavailable_and_not_the_token_wrong()
    {
        await using var other = await WriteHost.Start(
            door.Connection, door.KeyFile, ("Authentication:Authority", "http://127.0.0.1:9"), ("Authentication:RequireHttps", "false"));
        using var client = new HttpClient { BaseAddress = other.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _token);
        var response = await client.PostAsync(Somewhere, null);
        await response.IsProblem(503, "server.unavailable");
        Assert.NotNull(response.Headers.RetryAfter);
    }

    private async Task IsRefused(string token) => await (await door.Host.With(token).PostAsync(Somewhere, null)).IsProblem(401, "token.invalid");

    private static LocalIssuer IssuerOf(string keyFile, TimeProvider? clock = null) =>
        LocalIssuer.Open(new AuthenticationSettings { LocalKeyFile = keyFile }, clock);

    private static string TokenOf(LocalIssuer issuer, params Role[] roles) => issuer.Issue(new(Guid.CreateVersion7()), roles, TimeSpan.FromHours(1));

    private static string Encode(string text) => Base64UrlEncoder.Encode(text);
}
