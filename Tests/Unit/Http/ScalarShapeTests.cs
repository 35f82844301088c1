using System.Text.Json;
using System.Text.RegularExpressions;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.Http.Bodies;
using LaborMarketplace.Http.OpenApi;

namespace LaborMarketplace.Tests.Unit.Http;

/// <summary>What the OpenAPI document says of scalars is what the scalars say themselves.</summary>
public sealed class ScalarShapeTests
{
    public static TheoryData<Type> Shaped => [.. ScalarShape.All.Keys];

    [Fact]
    public void Every_scalar_has_one_except_ids() => Assert.Equal(
        typeof(Name).Assembly.GetExportedTypes().Where(type => Scalar.PrimitiveOf(type) is { } primitive && primitive != typeof(Guid)).ToHashSet(),
        ScalarShape.All.Keys.ToHashSet());

    [Theory]
    [MemberData(nameof(Shaped))]
    public void Its_example_is_taken(Type scalar)
    {
        var shape = ScalarShape.All[scalar];
        Assert.True(Takes(scalar, shape.Example));
        Assert.True(shape.Pattern is null || Regex.IsMatch((string)shape.Example, shape.Pattern));
    }

    [Theory]
    [MemberData(nameof(Shaped))]
    public void Its_bounds_are_the_scalars_own(Type scalar)
    {
        var shape = ScalarShape.All[scalar];
        if (shape is { Minimum: { } least, Maximum: { } most })
        {
            Assert.Equal([false, true, true, false], new[] { least - 1, least, most, most + 1 }.Select(number => Takes(scalar, number)));
        }

        if (shape.MinLength is { } shortest && shape.Pattern is null && scalar != typeof(EmailAddress))
        {
            Assert.Equal([false, true], new[] { shortest - 1, shortest }.Select(length => Takes(scalar, new string('a', length))));
        }

        if (shape.MaxLength is { } longest && scalar != typeof(EmailAddress) && scalar != typeof(TimeZoneName))
        {
            Assert.Equal([true, false], new[] { longest, longest + 1 }.Select(length => Takes(scalar, new string('a', length))));
        }
    }

    private static bool Takes(Type scalar, object primitive)
    {
        try
        {
            return JsonSerializer.Deserialize(JsonSerializer.Serialize(primitive), scalar, RequestJson.Options) is not null;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
