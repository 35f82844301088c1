using LaborMarketplace.Domain;

namespace LaborMarketplace.Commands;

/// <summary>What a guard says to somebody who asks: yes, with what they get, or no.</summary>
public abstract record Ruling<T>
    where T : notnull
{
    private Ruling() { }

    public sealed record Granted(T Value) : Ruling<T>;

    public sealed record Denied(Refusal Refusal) : Ruling<T>;

    public static implicit operator Ruling<T>(T value) => new Granted(value);

    public static implicit operator Ruling<T>(Refusal refusal) => new Denied(refusal);
}
