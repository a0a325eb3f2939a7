using System.Net.WebSockets;
using DialClip.Bot.Privacy;
using DialClip.Experiments;
using DialClip.Experiments.Assignment;
using DialClip.LocalChat.DirectLine;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Newtonsoft.Json.Linq;

namespace DialClip.LocalChat.Tests;

public sealed class DirectLineSlowReaderTests
{
    [Fact]
    public async Task Stream_WhoseReaderTakesNothing_IsCutOffAndLeavesItsPlace()
    {
        var conversation = new LocalConversation("talk", "here", new() { MaxStreams = 1 }, TimeProvider.System);
        conversation.Add(new JObject { ["type"] = "message", ["text"] = "never taken" });
        var time = new FakeTimeProvider();
        using var socket = new StuckSocket(() => time.Advance(TimeSpan.FromMinutes(1)));

        var options = Options.Create(new ExperimentOptions());
        using var limit = new InboundLimit(time);

        await new ActivityStream(
            new OpenStreams(Options.Create(new DirectLineOptions())),
            new IdHasher(new UnitHasher(options), options),
            time,
            NullLogger<ActivityStream>.Instance
        )
            .RunAsync(socket, conversation, null, "here", limit, CancellationToken.None)
            .WaitAsync(TimeSpan.FromSeconds(20));

        Assert.Equal(WebSocketState.Aborted, socket.State);
        Assert.Equal(1, socket.Sends);
        using var next = conversation.OpenStream();
        Assert.False(next.Revoked.IsCancellationRequested);
    }

    /// <summary>A line whose other end neither reads nor writes.</summary>
    /// <param name="onStuck">Lets the time pass in which nothing is taken.</param>
    private sealed class StuckSocket(Action onStuck) : WebSocket
    {
        private readonly TaskCompletionSource<WebSocketReceiveResult> received = new(
            TaskCreationOptions.RunContinuationsAsynchronously
        );
        private WebSocketState state = WebSocketState.Open;

        public int Sends { get; private set; }

        public override WebSocketState State => state;

        public override WebSocketCloseStatus? CloseStatus => null;

        public override string? CloseStatusDescription => null;

        public override string? SubProtocol => null;

        public override void Abort()
        {
            state = WebSocketState.Aborted;
            received.TrySetException(new WebSocketException(WebSocketError.ConnectionClosedPrematurely));
        }

        public override Task SendAsync(
            ArraySegment<byte> buffer,
            WebSocketMessageType messageType,
            bool endOfMessage,
            CancellationToken cancellationToken
        )
        {
            Sends++;
            return StuckAsync(cancellationToken);
        }

        public override Task CloseOutputAsync(
            WebSocketCloseStatus closeStatus,
            string? statusDescription,
            CancellationToken cancellationToken
        ) => StuckAsync(cancellationToken);

        public override Task CloseAsync(
            WebSocketCloseStatus closeStatus,
            string? statusDescription,
            CancellationToken cancellationToken
        ) => StuckAsync(cancellationToken);

        public override Task<WebSocketReceiveResult> ReceiveAsync(
            ArraySegment<byte> buffer,
            CancellationToken cancellationToken
        ) => received.Task;

        public override void Dispose() { }

        // As the real one does, a call that is given up takes the whole socket with it.
        private async Task StuckAsync(CancellationToken cancellationToken)
        {
            onStuck();
            try
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                Abort();
                throw;
            }
        }
    }
}
