using System.Net.WebSockets;

namespace DialClip.Bot.Host.DirectLine;

/// <summary>Sends a conversation's activities over a WebSocket as they come.</summary>
internal static class ActivityStream
{
    /// <summary>Runs until either side ends it.</summary>
    public static async Task RunAsync(WebSocket socket, LocalConversation conversation, string? watermark, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var listening = ListenAsync(socket, ended);
        try
        {
            while (socket.State == WebSocketState.Open)
            {
                var (activities, next, more) = conversation.After(watermark);
                if (activities.Count > 0)
                    await socket.SendAsync(ActivitySet.ToBytes(activities, next), WebSocketMessageType.Text, endOfMessage: true, ended.Token).ConfigureAwait(false);
                watermark = next;
                await more.WaitAsync(ended.Token).ConfigureAwait(false);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or WebSocketException)
        {
            // The other side went away, or the host stops: a stream has no other end.
        }
        await ended.CancelAsync().ConfigureAwait(false);
        await listening.ConfigureAwait(false);
    }

    // The client sends empty frames to keep the line alive; all that matters is when it closes.
    private static async Task ListenAsync(WebSocket socket, CancellationTokenSource ended)
    {
        var buffer = new byte[256];
        try
        {
            while (!ended.IsCancellationRequested)
            {
                var received = await socket.ReceiveAsync(buffer, ended.Token).ConfigureAwait(false);
                if (received.MessageType != WebSocketMessageType.Close)
                    continue;
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, ended.Token).ConfigureAwait(false);
                break;
            }
        }
        catch (Exception error) when (error is OperationCanceledException or WebSocketException)
        {
            // As above.
        }
        await ended.CancelAsync().ConfigureAwait(false);
    }
}
