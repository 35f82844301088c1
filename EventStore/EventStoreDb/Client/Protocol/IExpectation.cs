namespace EventStoreDb.Client.Protocol;

/// <summary>What a write's options say of the state that its stream must be in. The last that is set counts.</summary>
internal interface IExpectation
{
    ulong Revision { set; }

    Empty NoStream { set; }

    Empty StreamExists { set; }

    Empty Any { set; }
}

internal static class Expectation
{
    private static readonly Empty Nothing = new();

    /// <summary>The same options, which now say this.</summary>
    public static T Expecting<T>(this T options, StreamState expected)
        where T : class, IExpectation
    {
        if (expected.Revision is { } revision)
        {
            options.Revision = (ulong)revision;
        }
        else if (expected == StreamState.NoStream)
        {
            options.NoStream = Nothing;
        }
        else if (expected == StreamState.Exists)
        {
            options.StreamExists = Nothing;
        }
        else
        {
            options.Any = Nothing;
        }

        return options;
    }
}

internal sealed partial class AppendReq
{
    public static partial class Types
    {
        internal sealed partial class Options : IExpectation;
    }
}

internal sealed partial class DeleteReq
{
    public static partial class Types
    {
        internal sealed partial class Options : IExpectation;
    }
}

internal sealed partial class TombstoneReq
{
    public static partial class Types
    {
        internal sealed partial class Options : IExpectation;
    }
}

internal sealed partial class BatchAppendReq
{
    public static partial class Types
    {
        /// <remarks>The protocol has another name here for the revision, and another message for nothing.</remarks>
        internal sealed partial class Options : IExpectation
        {
            ulong IExpectation.Revision { set => StreamPosition = value; }

            Empty IExpectation.NoStream { set => NoStream = new(); }

            Empty IExpectation.StreamExists { set => StreamExists = new(); }

            Empty IExpectation.Any { set => Any = new(); }
        }
    }
}
