using System.Reflection;
using CsCheck;
using LaborMarketplace.Domain;
using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Tests.Unit.EventStore;

/// <summary>Generators of every event type, by its constructor: what a property may hold is said once for each type.</summary>
internal static class AnyEvent
{
    private static readonly Gen<string> Word = Gen.Char["abcdefghijklmnopqrstuvwxyzäßñ字\"\\<&+'/"].Array[3, 40]
        .Select(letters => new string(letters));

    private static readonly Gen<DateTimeOffset> Instant =
        Gen.Long[0, TimeSpan.TicksPerDay * 3650].Select(ticks => new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddTicks(ticks));

    private static readonly Gen<GeoPoint> Point =
        Gen.Select(Gen.Double[-90, 90], Gen.Double[-180, 180], (latitude, longitude) => new GeoPoint(latitude, longitude));

    private static readonly Gen<TimeOnly> Morning = Gen.Int[0, 11 * 60].Select(minutes => TimeOnly.MinValue.AddMinutes(minutes));

    private static readonly Gen<TimeOnly> Evening = Gen.Int[12 * 60, 23 * 60].Select(minutes => TimeOnly.MinValue.AddMinutes(minutes));

    private static readonly Gen<DateOnly> Date = Gen.Int[0, 3650].Select(days => new DateOnly(2026, 1, 1).AddDays(days));

    private static readonly Gen<string> Hexadecimal = Gen.Char["0123456789abcdef"].Array[64].Select(digits => new string(digits));

    private static readonly Dictionary<Type, Gen<object>> Known = new()
    {
        [typeof(string)] = Boxed(Word),
        [typeof(int)] = Boxed(Gen.Int[0, 1_000_000]),
        [typeof(bool)] = Boxed(Gen.Bool),
        [typeof(double)] = Boxed(Gen.Double[0, 1000]),
        [typeof(DateTimeOffset)] = Boxed(Instant),
        [typeof(DateOnly)] = Boxed(Date),
        [typeof(TimeSpan)] = Boxed(Gen.Long[0, TimeSpan.TicksPerDay * 40].Select(ticks => new TimeSpan(ticks))),
        [typeof(Name)] = Boxed(Word.Select(Name.From)),
        [typeof(Title)] = Boxed(Word.Select(Title.From)),
        [typeof(Description)] = Boxed(Word.Select(Description.From)),
        [typeof(Reason)] = Boxed(Word.Select(Reason.From)),
        [typeof(EmailAddress)] = Boxed(Gen.OneOf("ada@example.org", "o'hara+jobs@mail.example.com").Select(EmailAddress.From)),
        [typeof(PhoneNumber)] = Boxed(Gen.OneOf("+12125550100", "+4915550123456").Select(PhoneNumber.From)),
        [typeof(LanguageTag)] = Boxed(Gen.OneOf("en", "pt-BR", "zh-Hant").Select(LanguageTag.From)),
        [typeof(Skill)] = Boxed(Gen.OneOf("plumbing", "web-development").Select(Skill.From)),
        [typeof(Region)] = Boxed(Gen.OneOf("us-east", "eu-central").Select(Region.From)),
        [typeof(Sha256)] = Boxed(Hexadecimal.Select(Sha256.From)),
        [typeof(TimeZoneName)] = Boxed(Gen.OneOf("UTC", "America/New_York").Select(TimeZoneName.From)),
        [typeof(Currency)] = Boxed(Gen.OneOf("USD", "EUR").Select(Currency.From)),
        [typeof(Headcount)] = Boxed(Gen.Int[1, 500].Select(Headcount.From)),
        [typeof(SkillLevel)] = Boxed(Gen.Int[1, 5].Select(SkillLevel.From)),
        [typeof(Stars)] = Boxed(Gen.Int[1, 5].Select(Stars.From)),
        [typeof(Years)] = Boxed(Gen.Int[0, 60].Select(Years.From)),
        [typeof(VerificationLevel)] = Boxed(Gen.Int[0, 3].Select(VerificationLevel.From)),
        [typeof(FileSize)] = Boxed(Gen.Long[1, 20 << 20].Select(FileSize.From)),
        [typeof(Money)] = Boxed(Gen.Int[1, 1_000_000].Select(cents => new Money(cents / 100m, Currency.UsDollar))),
        [typeof(GeoPoint)] = Boxed(Point),
        [typeof(TimeWindow)] = Boxed(Gen.Select(Instant, Gen.Int[1, 10_000], (start, minutes) => new TimeWindow(start, start.AddMinutes(minutes)))),
        [typeof(WeeklySlot)] = Boxed(Gen.Select(Gen.Enum<DayOfWeek>(), Morning, Evening, (day, from, to) => new WeeklySlot(day, from, to))),
        [typeof(AvailabilityPlan)] = Boxed(Gen.Select(Gen.Enum<DayOfWeek>(), Morning, Evening,
            (day, from, to) => new AvailabilityPlan(TimeZoneName.From("America/New_York"), [new WeeklySlot(day, from, to)]))),
        [typeof(AvailabilityException)] = Boxed(Gen.Select(Date, Morning, Evening, Gen.Bool,
            (date, from, to, off) => off ? new AvailabilityException(date, null, null) : new AvailabilityException(date, from, to))),
        [typeof(ServiceArea)] = Boxed(Gen.OneOf<ServiceArea>(
            Gen.Select(Point, Gen.Double[1, 200], (centre, radius) => new ServiceArea(centre, radius, null)),
            Gen.Const(new ServiceArea(null, null, [new GeoPoint(40, -74), new GeoPoint(41, -74), new GeoPoint(41, -73.5)])))),
    };

    public static Gen<object> Of(Type type)
    {
        if (Known.TryGetValue(type, out var known))
        {
            return known;
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Of(underlying);
        }

        if (type.IsEnum)
        {
            return Gen.OneOf(Enum.GetValues(type).Cast<object>().ToArray());
        }

        if (type.IsValueType && type.GetProperty("Value")?.PropertyType == typeof(Guid))
        {
            return Gen.Guid.Where(id => id != Guid.Empty).Select(id => Activator.CreateInstance(type, id)!);
        }

        return type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueList<>)
            ? Of(type.GetGenericArguments()[0]).Array[0, 4].Select(items => ListOf(type.GetGenericArguments()[0], items))
            : ByConstructor(type);
    }

    private static Gen<object> ByConstructor(Type type)
    {
        var constructor = type.GetConstructors().Single();
        var arguments = constructor.GetParameters().Select(Argument).ToArray();
        return arguments.Aggregate(
                Gen.Const(Array.Empty<object?>()),
                (before, argument) => Gen.Select(before, argument, (values, value) => values.Append(value).ToArray()))
            .Select(values => constructor.Invoke(values));
    }

    private static Gen<object?> Argument(ParameterInfo parameter)
    {
        var nullability = new NullabilityInfoContext().Create(parameter).WriteState;
        var value = Of(parameter.ParameterType).Select(boxed => (object?)boxed);
        return nullability == NullabilityState.Nullable ? Gen.Select(Gen.Bool, value, (given, boxed) => given ? boxed : null) : value;
    }

    private static object ListOf(Type item, object[] items)
    {
        var typed = Array.CreateInstance(item, items.Length);
        items.CopyTo(typed, 0);
        return typeof(ValueList).GetMethod(nameof(ValueList.ToValueList))!.MakeGenericMethod(item).Invoke(null, [typed])!;
    }

    private static Gen<object> Boxed<T>(Gen<T> values) where T : notnull => values.Select(value => (object)value);
}
