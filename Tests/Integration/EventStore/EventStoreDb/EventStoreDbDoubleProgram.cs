using System.Runtime.InteropServices;

namespace LaborMarketplace.Tests.Integration.EventStore.EventStoreDb;

/// <summary>The double as a process of its own, for whom it must not share one.</summary>
public static class EventStoreDbDoubleProgram
{
    /// <summary>How the line begins that it prints when it is ready; what follows is its connection string.</summary>
    public const string Ready = "The double of EventStoreDB runs at ";

    /// <summary>Runs until it is told to end.</summary>
    public static async Task<int> Run()
    {
        var ending = new TaskCompletionSource();
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => ending.TrySetResult());
        await using var node = await EventStoreDbDouble.Start();
        Console.WriteLine($"{Ready}{node.ConnectionString()}");
        await ending.Task;
        return 0;
    }
}
