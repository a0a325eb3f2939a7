using System.Runtime.CompilerServices;
using Microsoft.Bot.Schema;

namespace Microsoft.Bot.Builder.Adapters;

/// <summary>A conversation as a test: each step returns the flow that goes on after it, and <see cref="StartTestAsync"/> awaits them all.</summary>
public class TestFlow
{
    private readonly TestAdapter adapter;
    private readonly BotCallbackHandler callback;
    private readonly Task testTask;

    public TestFlow(TestAdapter adapter, BotCallbackHandler callback = null)
    {
        this.adapter = adapter;
        this.callback = callback;
        testTask = Task.CompletedTask;
    }

    public TestFlow(Task task, TestFlow flow)
    {
        ArgumentNullException.ThrowIfNull(flow);
        testTask = task ?? Task.CompletedTask;
        callback = flow.callback;
        adapter = flow.adapter;
    }

    public TestFlow(Func<Task> getTask, TestFlow flow)
        : this(getTask?.Invoke(), flow)
    {
    }

    public TestFlow(TestAdapter adapter, IBot bot)
        : this(adapter, bot.OnTurnAsync)
    {
    }

    public Task StartTestAsync() => testTask;

    public TestFlow Send(string userSays)
    {
        if (userSays is null)
            throw new ArgumentNullException(nameof(userSays), "You have to pass a userSays parameter");
        return Then(() => adapter.SendTextToBotAsync(userSays, callback, default));
    }

    public TestFlow Send(IActivity userActivity)
    {
        if (userActivity is null)
            throw new ArgumentNullException(nameof(userActivity), "You have to pass an Activity");
        return Then(() => adapter.ProcessActivityAsync((Activity)userActivity, callback, default));
    }

    /// <summary>Lets the adapter's user join the conversation.</summary>
    public TestFlow SendConversationUpdate() => Then(() =>
    {
        var update = Activity.CreateConversationUpdateActivity();
        update.MembersAdded.Add(adapter.Conversation.User);
        return adapter.ProcessActivityAsync((Activity)update, callback, default);
    });

    public TestFlow Delay(uint ms) => Delay(TimeSpan.FromMilliseconds(ms));

    public TestFlow Delay(TimeSpan timespan) => Then(() => Task.Delay(timespan));

    public TestFlow AssertReply(string expected, string description = null, uint timeout = 3000)
        => AssertReply(adapter.MakeActivity(expected), description ?? expected, timeout);

    public TestFlow AssertReplyContains(string expected, string description = null, uint timeout = 3000)
        => AssertReply(
            reply =>
            {
                var message = reply.AsMessageActivity();
                if (message?.Text is null || !message.Text.Contains(expected, StringComparison.Ordinal))
                    throw Unlike(description, expected, message?.Text ?? "Not a Message Activity");
            },
            description,
            timeout);

    public TestFlow AssertReply(IActivity expected, [CallerMemberName] string description = null, uint timeout = 3000)
        => AssertReply(expected, null, description, timeout);

    /// <summary>Takes the next reply and compares its type and, without a comparer, its text.</summary>
    public TestFlow AssertReply(IActivity expected, IEqualityComparer<IActivity> equalityComparer, [CallerMemberName] string description = null,
        uint timeout = 3000)
        => AssertReply(
            reply =>
            {
                var about = description ?? expected.AsMessageActivity()?.Text?.Trim();
                if (expected.Type != reply.Type)
                    throw new InvalidOperationException($"{about}: Type should match");
                if (equalityComparer is not null)
                {
                    if (!equalityComparer.Equals(expected, reply))
                        throw Unlike(null, expected.ToString(), reply.ToString());
                    return;
                }

                var (wanted, got) = (expected.AsMessageActivity()?.Text, reply.AsMessageActivity()?.Text);
                if (wanted?.Trim() != got?.Trim())
                    throw Unlike(about, wanted, got);
            },
            description,
            timeout);

    /// <summary>Takes the next reply, for which it waits at most <paramref name="timeout"/> milliseconds, and lets the caller look at it.</summary>
    public TestFlow AssertReply(Action<IActivity> validateActivity, [CallerMemberName] string description = null, uint timeout = 3000)
        => Then(async () =>
        {
            var patience = System.Diagnostics.Debugger.IsAttached ? Timeout.InfiniteTimeSpan : TimeSpan.FromMilliseconds(timeout);
            using var limit = new CancellationTokenSource(patience);
            validateActivity(await adapter.GetNextReplyAsync(limit.Token).ConfigureAwait(false));
        });

    /// <summary>Waits for the whole of <paramref name="timeout"/> milliseconds, in which no reply may come.</summary>
    public TestFlow AssertNoReply([CallerMemberName] string description = null, uint timeout = 3000)
        => Then(async () =>
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(timeout));
            var next = adapter.GetNextReplyAsync(limit.Token);
            await Task.WhenAny(next).ConfigureAwait(false);
            if (!next.IsCanceled)
                throw new InvalidOperationException($"{await next.ConfigureAwait(false)} is responded when waiting for no reply:'{description}'");
        });

    public TestFlow Test(string userSays, string expected, string description = null, uint timeout = 3000)
    {
        ArgumentNullException.ThrowIfNull(expected);
        return Send(userSays).AssertReply(expected, description, timeout);
    }

    public TestFlow Test(string userSays, Activity expected, string description = null, uint timeout = 3000)
    {
        ArgumentNullException.ThrowIfNull(expected);
        return Send(userSays).AssertReply(expected, description, timeout);
    }

    public TestFlow Test(string userSays, Action<IActivity> validateActivity, string description = null, uint timeout = 3000)
    {
        ArgumentNullException.ThrowIfNull(validateActivity);
        return Send(userSays).AssertReply(validateActivity, description, timeout);
    }

    /// <summary>Plays a transcript: sends what is the user's and expects what is the bot's.</summary>
    public TestFlow Test(IEnumerable<IActivity> activities, [CallerMemberName] string description = null, uint timeout = 3000)
    {
        ArgumentNullException.ThrowIfNull(activities);
        return activities.Aggregate(this, (flow, activity) => IsReply(activity) ? flow.AssertReply(activity, description, timeout) : flow.Send(activity));
    }

    public TestFlow Test(IEnumerable<IActivity> activities, ValidateReply validateReply, [CallerMemberName] string description = null, uint timeout = 3000)
    {
        ArgumentNullException.ThrowIfNull(activities);
        return activities.Aggregate(this, (flow, activity) => IsReply(activity)
            ? flow.AssertReply(actual => validateReply(activity, actual), description, timeout)
            : flow.Send(activity));
    }

    public TestFlow AssertReplyOneOf(string[] candidates, string description = null, uint timeout = 3000)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        return AssertReply(
            reply =>
            {
                var text = reply.AsMessageActivity().Text;
                if (!candidates.Contains(text))
                    throw new InvalidOperationException(description ?? $"Text \"{text}\" does not match one of candidates: {string.Join("\n", candidates)}");
            },
            description,
            timeout);
    }

    private static bool IsReply(IActivity activity) => string.Equals(RoleTypes.Bot, activity.From?.Role, StringComparison.OrdinalIgnoreCase);

    private static InvalidOperationException Unlike(string description, string expected, string received)
        => new($"{(description is null ? string.Empty : $"{description}:\n")}Expected:{expected}\nReceived:{received}");

    private TestFlow Then(Func<Task> step)
    {
        return new TestFlow(AfterThisAsync, this);

        async Task AfterThisAsync()
        {
            await testTask.ConfigureAwait(false);
            await step().ConfigureAwait(false);
        }
    }
}
