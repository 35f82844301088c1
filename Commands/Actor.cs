using LaborMarketplace.Domain;
using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Commands;

/// <summary>Who asks for a command.</summary>
public abstract record Actor
{
    private Actor() { }

    /// <summary>A person with a token; what they may touch is decided by what they own.</summary>
    public sealed record Person(PersonId Id, ValueList<Role> Roles) : Actor
    {
        public override string ToString() => Id.ToString();
    }

    /// <summary>One of our own processes, which may do what its rules say.</summary>
    public sealed record Process(string Name) : Actor
    {
        public override string ToString() => $"process:{Name}";
    }
}
