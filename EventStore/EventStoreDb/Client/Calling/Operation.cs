using System.Diagnostics;
using System.Globalization;
using System.Net;
using Grpc.Core;

namespace EventStoreDb.Client.Calling;

/// <summary>One operation of the client: what it is called in telemetry and in errors, and how it went.</summary>
internal sealed class Operation : IDisposable
{
    /// <summary>How the log of all streams is called.</summary>
    public const string All = "$all";

    private const string System = "eventstoredb";

    private readonly string _name;
    private readonly string? _collection;
    private readonly long _began;
    private readonly Activity? _activity;
    private string? _error;
    private StatusCode _status;

    private Operation(string name, string? stream)
    {
        (_name, Stream) = (name, stream);
        if (EventStoreDbTelemetry.Duration.Enabled || EventStoreDbTelemetry.Source.HasListeners())
        {
            _collection = stream is null ? null : EventStoreDbTelemetry.Collection(stream);
            _began = Stopwatch.GetTimestamp();
            _activity = EventStoreDbTelemetry.Source.StartActivity(_collection is null ? name : $"{name} {_collection}", ActivityKind.Client);
        }
    }

    /// <summary>The stream that it is about; null when it is about none.</summary>
    public string? Stream { get; }

    /// <summary>The node that was asked last.</summary>
    public DnsEndPoint? Node { get; set; }

    public static Operation Begin(string name, string? stream = null) => new(name, stream);

    /// <summary>Notes how it failed, as a status of the call where it is one.</summary>
    public void Fail(Exception error) => (_error, _status) =
        (error.GetType().FullName, (error.InnerException as RpcException)?.StatusCode ?? StatusCode.OK);

    /// <summary>In an error's words: <c>append to job-1</c>.</summary>
    public override string ToString() => Stream is null ? _name : $"{_name} {Stream}";

    public void Dispose()
    {
        if (_began == 0)
        {
            return;
        }

        var tags = Tags();
        EventStoreDbTelemetry.Duration.Record(Stopwatch.GetElapsedTime(_began).TotalSeconds, tags);
        if (_activity is not null)
        {
            Tell(_activity, tags);
        }
    }

    private void Tell(Activity activity, TagList tags)
    {
        if (_collection is null && Node is not null)
        {
            activity.DisplayName = $"{_name} {Node.Host}:{Node.Port}";
        }

        foreach (var (name, value) in tags)
        {
            activity.SetTag(name, value);
        }

        if (_error is not null)
        {
            activity.SetStatus(ActivityStatusCode.Error);
        }

        activity.Dispose();
    }

    private TagList Tags()
    {
        var tags = new TagList { { "db.system.name", System }, { "db.operation.name", _name } };
        Add("db.collection.name", _collection);
        Add("server.address", Node?.Host);
        Add("server.port", Node?.Port);
        Add("error.type", _error);
        Add("db.response.status_code", _status == StatusCode.OK ? null : ((int)_status).ToString(CultureInfo.InvariantCulture));
        return tags;

        void Add(string name, object? value)
        {
            if (value is not null)
            {
                tags.Add(name, value);
            }
        }
    }
}
