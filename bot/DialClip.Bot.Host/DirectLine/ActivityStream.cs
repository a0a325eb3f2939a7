using System.Net.WebSockets;

namespace DialClip.Bot.Host.DirectLine;

/// <summary>Sends a conversation's activities over a WebSocket as they come. What the reader has not taken waits in the conversation's bounded history, never in a queue of the stream.</summary>
internal sealed class ActivityStream(TimeProvider time, ILogger<ActivityStream> logger)
{
    private static readonly TimeSpan SendPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ClosePatience = TimeSpan.FromSeconds(2);

    /// <summary>Runs until the client goes, a newer stream takes the place, the conversation ends or the host stops.</summary>
    public async Task RunAsync(
        WebSocket socket,
        LocalConversation conversation,
        string? watermark,
        CancellationToken stopping
    )
    {
        using var place = conversation.OpenStream();
        using var gone = new CancellationTokenSource();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stopping, place.Taken, gone.Token);
        var listening = ListenAsync(socket, gone);
        try
        {
            while (socket.State == WebSocketState.Open && !over.IsCancellationRequested)
            {
                var batch = conversation.After(watermark);
                if (batch.Count > 0 && !await TrySendAsync(socket, batch, conversation.Id).ConfigureAwait(false))
                    break;
                watermark = batch.Watermark;
                if (batch.Complete)
                    await batch.More.WaitAsync(over.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // One of the four ends: closing is all that is left.
        }
        await CloseAsync(socket, listening, place.Taken.IsCancellationRequested).ConfigureAwait(false);
    }

    private async Task<bool> TrySendAsync(WebSocket socket, ActivityBatch batch, string conversation)
    {
        using var patience = new CancellationTokenSource(SendPatience, time);
        try
        {
            await socket
                .SendAsync(batch.Json, WebSocketMessageType.Text, endOfMessage: true, patience.Token)
                .ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            logger.StreamTooSlow(conversation, SendPatience);
        }
        catch (WebSocketException)
        {
            // The line is cut. What the client did not get it asks for by its watermark.
        }
        return false;
    }

    private async Task CloseAsync(WebSocket socket, Task listening, bool taken)
    {
        using var patience = new CancellationTokenSource(ClosePatience, time);
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await socket
                    .CloseOutputAsync(
                        taken ? WebSocketCloseStatus.PolicyViolation : WebSocketCloseStatus.NormalClosure,
                        taken ? "The stream's place was taken." : null,
                        patience.Token
                    )
                    .ConfigureAwait(false);
            await listening.WaitAsync(patience.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is OperationCanceledException or WebSocketException)
        {
            // A client that does not answer the closing is cut off.
        }
        socket.Abort();
        await listening.ConfigureAwait(false);
    }

    // The client sends empty frames to keep the line alive; all that matters is when it ends.
    private static async Task ListenAsync(WebSocket socket, CancellationTokenSource gone)
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
            // Cut off, by the client or by us.
        }
        await gone.CancelAsync().ConfigureAwait(false);
    }
}
