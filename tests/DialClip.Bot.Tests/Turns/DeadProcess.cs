using Microsoft.Bot.Builder;
using Microsoft.Bot.Connector;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.DependencyInjection;

namespace DialClip.Bot.Tests.Turns;

/// <summary>A process that died with a message under way: one whose turn never goes on.</summary>
internal static class DeadProcess
{
    /// <summary>Creates the message that is under way.</summary>
    public static Activity Message(string text = "hello") => new(ActivityTypes.Message) { Id = "m1", Text = text };

    /// <summary>Lets a process die while the host bot has the message.</summary>
    /// <returns>The turn, and what lets it end after all.</returns>
    public static async Task<(Task Turn, TaskCompletionSource End)> HangInHostBotAsync(TurnHarness harness)
    {
        var (working, end) = (new TaskCompletionSource(), new TaskCompletionSource());
        harness.HostBot = async (_, _) =>
        {
            working.SetResult();
            await end.Task;
        };
        var turn = harness.SendAsIsAsync(Message());
        await working.Task;
        return (turn, end);
    }

    /// <summary>Lets a process die while it sends the plugin's reply.</summary>
    /// <returns>The turn, what it sends, and what lets the request end after all.</returns>
    public static async Task<(Task Turn, Activity Reply, TaskCompletionSource End)> HangInSendAsync(
        TurnHarness harness,
        string text = "hello"
    )
    {
        var (sending, end) = (new TaskCompletionSource<Activity>(), new TaskCompletionSource());
        var message = Message(text);
        var turn = SendAsync(
            harness,
            message,
            async reply =>
            {
                sending.TrySetResult(reply);
                await end.Task;
            }
        );
        return (turn, await sending.Task, end);
    }

    /// <summary>Runs a turn of a message over a channel of the test's.</summary>
    /// <param name="harness">The process.</param>
    /// <param name="message">The message.</param>
    /// <param name="send">Takes what is sent.</param>
    /// <param name="client">The SDK's client of the channel; null for none.</param>
    public static async Task SendAsync(
        TurnHarness harness,
        Activity message,
        Func<Activity, Task> send,
        IConnectorClient? client = null
    )
    {
        message.ApplyConversationReference(harness.Adapter.Conversation, isIncoming: true);
        using var turn = new TurnContext(new Channel(send), message);
        if (client is not null)
            turn.TurnState.Add(client);
        await harness
            .Services.GetServices<IMiddleware>()
            .Single()
            .OnTurnAsync(turn, cancellationToken => harness.HostBot(turn, cancellationToken));
    }

    /// <summary>Takes what was sent.</summary>
    public static List<string?> GetSent(TurnHarness harness) => [.. TakeReplies(harness).Select(reply => reply.Text)];

    /// <summary>Takes what was sent.</summary>
    public static List<Activity> TakeReplies(TurnHarness harness)
    {
        var sent = new List<Activity>();
        while (harness.Adapter.GetNextReply() is Activity reply)
            sent.Add(reply);
        return sent;
    }

    private sealed class Channel(Func<Activity, Task> send) : BotAdapter
    {
        public override async Task<ResourceResponse[]> SendActivitiesAsync(
            ITurnContext turnContext,
            Activity[] activities,
            CancellationToken cancellationToken
        )
        {
            foreach (var activity in activities)
                await send(activity);
            return [.. activities.Select(_ => new ResourceResponse("r1"))];
        }

        public override Task<ResourceResponse> UpdateActivityAsync(
            ITurnContext turnContext,
            Activity activity,
            CancellationToken cancellationToken
        ) => throw new NotSupportedException();

        public override Task DeleteActivityAsync(
            ITurnContext turnContext,
            ConversationReference reference,
            CancellationToken cancellationToken
        ) => throw new NotSupportedException();
    }
}
