using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.Http;

namespace LaborMarketplace.Tests.Benchmarks;

/// <summary>A person with an employer and a helper's profile, who gives command after command: drafts a job, publishes it, adds a skill, removes it.</summary>
internal sealed class BusyCaller
{
    private static readonly byte[] Skill = """{"skill":"cleaning","level":3,"years":4}"""u8.ToArray();
    private static readonly byte[] SameSkill = """{"skill":"cleaning"}"""u8.ToArray();
    private static readonly byte[] Nothing = "{}"u8.ToArray();

    private readonly Marketplace _marketplace;
    private readonly Guid _person = Guid.CreateVersion7();
    private readonly AuthenticationHeaderValue _token;
    private byte[] _job = [];
    private int _given;

    private BusyCaller(Marketplace marketplace)
    {
        _marketplace = marketplace;
        _token = new AuthenticationHeaderValue("Bearer", marketplace.Token(_person, Role.Employer, Role.Helper));
    }

    /// <summary>All the jobs that this caller has published, in order.</summary>
    public List<string> Jobs { get; } = [];

    /// <summary>Whether the next command is about the last of them, or makes one.</summary>
    public bool ChangesJob => _given % 4 < 2;

    /// <summary>So many callers, ready to begin.</summary>
    public static async Task<IReadOnlyList<BusyCaller>> Gather(Marketplace marketplace, int count)
    {
        var callers = Enumerable.Range(0, count).Select(_ => new BusyCaller(marketplace)).ToList();
        await Task.WhenAll(callers.Select(caller => caller.Register()));
        return callers;
    }

    /// <summary>Gives the next command.</summary>
    /// <returns>The log position from which its effect is to be seen.</returns>
    public Task<long> Command() => (_given++ % 4) switch
    {
        0 => Draft(),
        1 => Send($"v1/jobs/{Jobs[^1]}/publish", Nothing),
        2 => Send($"v1/helpers/{_person}/add-skill", Skill),
        _ => Send($"v1/helpers/{_person}/remove-skill", SameSkill),
    };

    /// <summary>Reads from the read door, all of it.</summary>
    /// <param name="path">Below the door's address.</param>
    /// <param name="atLeast">The log position whose effect must be seen; null takes what is there.</param>
    public async Task<byte[]> Get(string path, long? atLeast = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_marketplace.Read, path)) { Headers = { Authorization = _token } };
        if (atLeast is { } position)
        {
            request.Headers.Add(MarketplaceHeaders.AtLeast, position.ToString(CultureInfo.InvariantCulture));
        }

        using var response = await _marketplace.Http.SendAsync(request);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsByteArrayAsync();
    }

    private async Task Register()
    {
        var helper = $$"""{"region":"us-east","name":"Ada Busy","email":"{{_person}}@example.org","phone":"+12125550100"}""";
        await Send("v1/helpers", Encoding.UTF8.GetBytes(helper));
        var employer = await Made("v1/employers", """{"name":"Harbor Facilities","region":"us-east","contactEmail":"jobs@harbor.example"}"""u8.ToArray());
        var reviewer = new AuthenticationHeaderValue("Bearer", _marketplace.Token(Guid.CreateVersion7(), Role.Reviewer));
        using var verified = await Ask($"v1/employers/{employer}/verify", Nothing, reviewer);
        var start = DateTimeOffset.UtcNow.Date.AddDays(20).AddHours(14);
        _job = Encoding.UTF8.GetBytes(
            $$$"""
            {"employer":"{{{employer}}}","terms":{"title":"Clean two floors of an office",
            "description":"Dust, floors and kitchens; the team is told on the spot what is to be done.",
            "when":{"start":"{{{Iso(start)}}}","end":"{{{Iso(start.AddHours(4))}}}"},"zone":"America/New_York",
            "place":{"address":"1 Main Street, New York","point":{"latitude":40.7128,"longitude":-74.006},"region":"us-east"},
            "skills":[{"skill":"cleaning","minimumLevel":2}],"verification":0,"pay":{"kind":"hourly","amount":{"amount":22.50,"currency":"USD"}},"positions":2}}
            """);
    }

    private async Task<long> Draft()
    {
        using var response = await Ask("v1/jobs", _job, _token);
        Jobs.Add(IdIn(response));
        return PositionIn(response);
    }

    private async Task<string> Made(string path, byte[] body)
    {
        using var response = await Ask(path, body, _token);
        return IdIn(response);
    }

    private async Task<long> Send(string path, byte[] body)
    {
        using var response = await Ask(path, body, _token);
        return PositionIn(response);
    }

    private async Task<HttpResponseMessage> Ask(string path, byte[] body, AuthenticationHeaderValue token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_marketplace.Write, path))
        {
            Headers = { Authorization = token },
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        request.Headers.Add(MarketplaceHeaders.IdempotencyKey, Guid.CreateVersion7().ToString());
        var response = await _marketplace.Http.SendAsync(request);
        return response.IsSuccessStatusCode
            ? response
            : throw new InvalidOperationException($"{path} was answered {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
    }

    private static string Iso(DateTime time) => time.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private static string IdIn(HttpResponseMessage response) => response.Headers.Location!.OriginalString.Split('/')[^1];

    private static long PositionIn(HttpResponseMessage response) =>
        long.Parse(response.Headers.GetValues(MarketplaceHeaders.Position).First(), CultureInfo.InvariantCulture);
}
