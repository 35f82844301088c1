using Grpc.Core;
using Grpc.Core.Interceptors;

namespace EventStoreDb.Client.Connection;

/// <summary>Counts the calls to a node, so that its channel ends when the node was left and its last call is done. Thread-safe.</summary>
/// <remarks>A call is done when whoever made it disposes it; a call with one answer also when that has come.</remarks>
internal sealed class CallsUnderWay(Action ended) : Interceptor
{
    /// <summary>Whoever may still begin calls counts as one.</summary>
    private int _count = 1;

    /// <summary>No call is begun once those under way are done. To be called once.</summary>
    public void Leave() => End();

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
    {
        var call = Begin(() => continuation(request, context));
        return new(call.ResponseAsync, call.ResponseHeadersAsync, call.GetStatus, call.GetTrailers, Ending(call.Dispose, call.ResponseAsync));
    }

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncServerStreamingCallContinuation<TRequest, TResponse> continuation)
    {
        var call = Begin(() => continuation(request, context));
        return new(call.ResponseStream, call.ResponseHeadersAsync, call.GetStatus, call.GetTrailers, Ending(call.Dispose));
    }

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        ClientInterceptorContext<TRequest, TResponse> context, AsyncClientStreamingCallContinuation<TRequest, TResponse> continuation)
    {
        var call = Begin(() => continuation(context));
        return new(
            call.RequestStream, call.ResponseAsync, call.ResponseHeadersAsync, call.GetStatus, call.GetTrailers, Ending(call.Dispose, call.ResponseAsync));
    }

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
        ClientInterceptorContext<TRequest, TResponse> context, AsyncDuplexStreamingCallContinuation<TRequest, TResponse> continuation)
    {
        var call = Begin(() => continuation(context));
        return new(call.RequestStream, call.ResponseStream, call.ResponseHeadersAsync, call.GetStatus, call.GetTrailers, Ending(call.Dispose));
    }

    /// <exception cref="RpcException">The channel has ended; another node is to be asked for.</exception>
    private TCall Begin<TCall>(Func<TCall> begin)
    {
        int count;
        do
        {
            count = Volatile.Read(ref _count);
            if (count == 0)
            {
                throw new RpcException(new Status(StatusCode.Unavailable, "the node was left"));
            }
        }
        while (Interlocked.CompareExchange(ref _count, count + 1, count) != count);

        try
        {
            return begin();
        }
        catch
        {
            End();
            throw;
        }
    }

    /// <summary>Ends a call once, though some are disposed twice.</summary>
    private Action Ending(Action dispose, Task? answer = null)
    {
        var ended = 0;
        answer?.ContinueWith(_ => EndOnce(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        return () =>
        {
            dispose();
            EndOnce();
        };

        void EndOnce()
        {
            if (Interlocked.Exchange(ref ended, 1) == 0)
            {
                End();
            }
        }
    }

    private void End()
    {
        if (Interlocked.Decrement(ref _count) == 0)
        {
            ended();
        }
    }
}
