using System.Net.WebSockets;
using DialClip.Bot.Privacy;
using Microsoft.Extensions.Logging;

namespace DialClip.LocalChat.DirectLine;

/// <summary>
/// Sends a conversation's activities over a WebSocket. What a slow reader has not received waits in the conversation's
/// bounded history, not in a queue of the stream.
/// </summary>
internal sealed class ActivityStream(IdHasher hasher, TimeProvider time, ILogger<ActivityStream> logger)
{
    private static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Runs until the client disconnects, a newer stream revokes the lease, the conversation ends or the host stops.
    /// </summary>
    public async Task RunAsync(
        WebSocket socket,
        LocalConversation conversation,
        string? watermark,
        CancellationToken cancellationToken
    )
    {
        using var lease = conversation.OpenStream();
        using var disconnected = new CancellationTokenSource();
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(
            cancellationToken,
            lease.Revoked,
            disconnected.Token
        );
        var listening = ListenAsync(socket, disconnected);
        try
        {
            while (socket.State == WebSocketState.Open && !linked.IsCancellationRequested)
            {
                var batch = conversation.GetAfter(watermark);
                if (batch.Count > 0 && !await TrySendAsync(socket, batch, conversation.Id).ConfigureAwait(false))
                    break;
                watermark = batch.Watermark;
                if (batch.IsComplete)
                    await batch.More.WaitAsync(linked.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // One of the four ends: the stream is closed below.
        }
        await CloseAsync(socket, listening, lease.Revoked.IsCancellationRequested).ConfigureAwait(false);
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

    private async Task CloseAsync(WebSocket socket, Task listening, bool isRevoked)
    {
        using var timeout = new CancellationTokenSource(CloseTimeout, time);
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await socket
                    .CloseOutputAsync(
                        isRevoked ? WebSocketCloseStatus.PolicyViolation : WebSocketCloseStatus.NormalClosure,
                        isRevoked ? "The stream's place was taken." : null,
                        timeout.Token
                    )
                    .ConfigureAwait(false);
            await listening.WaitAsync(timeout.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is OperationCanceledException or WebSocketException)
        {
            // A client that does not answer the close frame is disconnected.
        }
        socket.Abort();
        await listening.ConfigureAwait(false);
    }

    // The client sends empty frames to keep the connection alive; only its end matters.
    private static async Task ListenAsync(WebSocket socket, CancellationTokenSource disconnected)
    {
        var buffer = new byte[256];
        try
        {
            while (
                (await socket.ReceiveAsync(buffer, CancellationToken.None).ConfigureAwait(false)).MessageType
                != WebSocketMessageType.Close
            ) { }
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException)
        {
            // Disconnected, by either side.
        }
        await disconnected.CancelAsync().ConfigureAwait(false);
    }
}
