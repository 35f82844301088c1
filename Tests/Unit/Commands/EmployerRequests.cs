using LaborMarketplace.Commands;
using LaborMarketplace.Domain.Employers;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.Tests.Commands;
using static LaborMarketplace.Tests.Commands.Scene;

namespace LaborMarketplace.Tests.Unit.Commands;

/// <summary>Small commands on one stream, for tests of how commands are executed, whatever they are.</summary>
internal static class EmployerRequests
{
    private static readonly Name Label = new("Yard");
    private static readonly Place Place = new(new Name("1 Main St"), new GeoPoint(40.7, -74), new Region("us-east"));

    public static Task<CommandResult> Register(this World world, EmployerId employer, CommandContext context) =>
        world.Employers.Execute(employer, Registration(employer), context, default);

    /// <summary>Registers the employer as what makes a stream is executed.</summary>
    public static Task<CommandResult> Create(this World world, CommandContext context) => world.Executor.Create(
        World.Deciders.Employer,
        Streams.Of(Employer),
        (_, _) => ValueTask.FromResult<Ruling<EmployerCommand>>(Registration(Employer)),
        context,
        default);

    public static Task<CommandResult> AddLocation(this World world, int number, CommandContext? context = null) => world.Employers.Execute(
        Employer, new EmployerCommand.AddLocation(new LocationId(Id(1_000 + number)), Label, Place), context ?? Owner.By(), default);
}
