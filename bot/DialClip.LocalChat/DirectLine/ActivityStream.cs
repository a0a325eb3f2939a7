using System.Net.WebSockets;
using DialClip.Bot.Privacy;
using Microsoft.Extensions.Logging;

namespace DialClip.LocalChat.DirectLine;

/// <summary>
/// Sends a conversation's activities over a WebSocket. What a slow reader has not received waits in the conversation's
/// bounded history, not in a queue of the stream.
/// </summary>
internal sealed class ActivityStream(
    OpenStreams streams,
    IdHasher hasher,
    TimeProvider time,
    ILogger<ActivityStream> logger
)
{
    private static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Runs until the client disconnects or sends too much, a newer stream revokes the lease, the conversation ends or
    /// the host stops; a host that stops sends what is left.
    /// </summary>
    /// <param name="socket">The connection.</param>
    /// <param name="conversation">The conversation.</param>
    /// <param name="watermark">The position from which the client continues; null from the beginning.</param>
    /// <param name="network">The client's network.</param>
    /// <param name="limit">The limit of what the connection reads.</param>
    /// <param name="cancellationToken">Cancelled when the host stops.</param>
    public async Task RunAsync(
        WebSocket socket,
        LocalConversation conversation,
        string? watermark,
        string network,
        InboundLimit limit,
        CancellationToken cancellationToken
    )
    {
        using var stream = streams.Open(conversation, network);
        using var disconnected = new CancellationTokenSource();
        using var tooLarge = new CancellationTokenSource();
        using var refused = CancellationTokenSource.CreateLinkedTokenSource(
            stream.Lease.Revoked,
            limit.Exceeded,
            tooLarge.Token,
            disconnected.Token
        );
        var listening = ListenAsync(socket, tooLarge, disconnected);
        await SendAllAsync(socket, conversation, watermark, refused.Token, cancellationToken).ConfigureAwait(false);
        var (status, reason) = 0 switch
        {
            _ when stream.Lease.Revoked.IsCancellationRequested => (
                WebSocketCloseStatus.PolicyViolation,
                "The stream's place was taken."
            ),
            _ when tooLarge.IsCancellationRequested => (
                WebSocketCloseStatus.MessageTooBig,
                $"A message has more than {InboundLimit.MessageBytes} bytes; activities are sent by POST."
            ),
            _ when limit.Exceeded.IsCancellationRequested => (
                WebSocketCloseStatus.PolicyViolation,
                $"The client sends more than {InboundLimit.BytesPerSecond} bytes a second; activities are sent by POST."
            ),
            _ when cancellationToken.IsCancellationRequested => (
                WebSocketCloseStatus.EndpointUnavailable,
                "The host is stopping."
            ),
            _ => (WebSocketCloseStatus.NormalClosure, null),
        };
        await CloseAsync(socket, listening, status, reason).ConfigureAwait(false);
    }

    private async Task SendAllAsync(
        WebSocket socket,
        LocalConversation conversation,
        string? watermark,
        CancellationToken refused,
        CancellationToken stopping
    )
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(refused, stopping);
        while (socket.State == WebSocketState.Open && !refused.IsCancellationRequested)
        {
            // Before the look at what there is: nothing comes after it.
            var isLast = stopping.IsCancellationRequested;
            var batch = conversation.GetAfter(watermark);
            if (batch.Count > 0 && !await TrySendAsync(socket, batch, conversation.Id).ConfigureAwait(false))
                return;
            watermark = batch.Watermark;
            if (batch.IsComplete && isLast)
                return;
            if (batch.IsComplete)
                await batch.More.WaitAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> TrySendAsync(WebSocket socket, ActivityBatch batch, string conversation)
    {
        using var timeout = new CancellationTokenSource(SendTimeout, time);
        try
        {
            await socket
                .SendAsync(batch.Json, WebSocketMessageType.Text, endOfMessage: true, timeout.Token)
                .ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            logger.StreamTooSlow(hasher.HashConversation(BotClient.Channel, conversation), SendTimeout);
        }
        catch (WebSocketException)
        {
            // The connection broke. The client asks for the rest by its watermark.
        }
        return false;
    }

    private async Task CloseAsync(WebSocket socket, Task listening, WebSocketCloseStatus status, string? reason)
    {
        using var timeout = new CancellationTokenSource(CloseTimeout, time);
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await socket.CloseOutputAsync(status, reason, timeout.Token).ConfigureAwait(false);
            await listening.WaitAsync(timeout.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is OperationCanceledException or WebSocketException)
        {
            // A client that does not answer the close frame is disconnected.
        }
        socket.Abort();
        await listening.ConfigureAwait(false);
    }

    // The client sends empty frames to keep the connection alive; only its end matters. What is too large is read on,
    // so that the client reads why its stream was closed.
    private static async Task ListenAsync(
        WebSocket socket,
        CancellationTokenSource tooLarge,
        CancellationTokenSource disconnected
    )
    {
        var buffer = new byte[256];
        try
        {
            for (var bytes = 0; ; )
            {
                var received = await socket.ReceiveAsync(buffer, CancellationToken.None).ConfigureAwait(false);
                if (received.MessageType == WebSocketMessageType.Close)
                    break;
                bytes += received.Count;
                if (bytes > InboundLimit.MessageBytes && !tooLarge.IsCancellationRequested)
                    await tooLarge.CancelAsync().ConfigureAwait(false);
                if (received.EndOfMessage)
                    bytes = 0;
            }
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException)
        {
            // Disconnected, by either side.
        }
        await disconnected.CancelAsync().ConfigureAwait(false);
    }
}
