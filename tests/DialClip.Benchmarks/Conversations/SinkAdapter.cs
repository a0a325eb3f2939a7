using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;

namespace DialClip.Benchmarks.Conversations;

/// <summary>An adapter whose channel accepts everything immediately.</summary>
internal sealed class SinkAdapter : BotAdapter
{
    private int sent;

    /// <summary>Gets the number of sent activities.</summary>
    public int Sent => sent;

    /// <summary>Runs a turn.</summary>
    public async Task RunAsync(Activity activity, BotCallbackHandler bot, CancellationToken cancellationToken)
    {
        using var turn = new TurnContext(this, activity);
        await RunPipelineAsync(turn, bot, cancellationToken);
    }

    public override Task<ResourceResponse[]> SendActivitiesAsync(
        ITurnContext turnContext,
        Activity[] activities,
        CancellationToken cancellationToken
    ) => Task.FromResult(Array.ConvertAll(activities, _ => new ResourceResponse($"{Interlocked.Increment(ref sent)}")));

    public override Task<ResourceResponse> UpdateActivityAsync(
        ITurnContext turnContext,
        Activity activity,
        CancellationToken cancellationToken
    ) => Task.FromResult(new ResourceResponse(activity.Id));

    public override Task DeleteActivityAsync(
        ITurnContext turnContext,
        ConversationReference reference,
        CancellationToken cancellationToken
    ) => Task.CompletedTask;
}
