using Microsoft.Bot.Builder;
using Microsoft.Bot.Builder.Adapters;
using Microsoft.Bot.Schema;

namespace DialClip.Bot.Tests.ExistingBot;

/// <summary>
/// The SDK's test adapter, which writes down what the bot sends, changes and deletes; ids are counted.
/// </summary>
internal sealed class RecordedAdapter(ConversationReference conversation, Transcript transcript)
    : TestAdapter(conversation, sendTraceActivity: true)
{
    private int sent;

    public override Task<ResourceResponse[]> SendActivitiesAsync(
        ITurnContext turnContext,
        Activity[] activities,
        CancellationToken cancellationToken
    )
    {
        foreach (var activity in activities)
        {
            activity.Id = $"sent-{++sent}";
            activity.Timestamp = Scripts.Time;
            transcript.Add("send", activity);
        }
        return base.SendActivitiesAsync(turnContext, activities, cancellationToken);
    }

    public override Task<ResourceResponse> UpdateActivityAsync(
        ITurnContext turnContext,
        Activity activity,
        CancellationToken cancellationToken
    )
    {
        transcript.Add("update", activity);
        return base.UpdateActivityAsync(turnContext, activity, cancellationToken);
    }

    public override Task DeleteActivityAsync(
        ITurnContext turnContext,
        ConversationReference reference,
        CancellationToken cancellationToken
    )
    {
        transcript.Add("delete", reference);
        return base.DeleteActivityAsync(turnContext, reference, cancellationToken);
    }
}
