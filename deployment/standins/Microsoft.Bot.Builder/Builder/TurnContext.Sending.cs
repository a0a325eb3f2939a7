using Microsoft.Bot.Schema;

namespace Microsoft.Bot.Builder;

// Sending, replacing and deleting: through the registered handlers in their order, then through the adapter.
public partial class TurnContext
{
    public async Task<ResourceResponse> SendActivityAsync(string textReplyToSend, string speak = null, string inputHint = null,
        CancellationToken cancellationToken = default)
    {
        RequireTurn();
        if (string.IsNullOrWhiteSpace(textReplyToSend))
            throw new ArgumentNullException(nameof(textReplyToSend));
        var activity = new Activity(ActivityTypes.Message)
        {
            Text = textReplyToSend,
            Speak = string.IsNullOrEmpty(speak) ? null : speak,
            InputHint = string.IsNullOrEmpty(inputHint) ? null : inputHint,
        };
        return await SendActivityAsync(activity, cancellationToken).ConfigureAwait(false);
    }

    public async Task<ResourceResponse> SendActivityAsync(IActivity activity, CancellationToken cancellationToken = default)
    {
        RequireTurn();
        BotAssert.ActivityNotNull(activity);
        var responses = await SendActivitiesAsync([activity], cancellationToken).ConfigureAwait(false);
        // A handler that suppresses the activity returns no response.
        return responses is { Length: > 0 } ? responses[0] : new ResourceResponse();
    }

    public Task<ResourceResponse[]> SendActivitiesAsync(IActivity[] activities, CancellationToken cancellationToken = default)
    {
        RequireTurn();
        ArgumentNullException.ThrowIfNull(activities);
        if (activities.Length == 0)
            throw new ArgumentException("Expecting one or more activities, but the array was empty.", nameof(activities));
        var reference = Activity.GetConversationReference();
        var outgoing = activities.Select(activity => activity.ApplyConversationReference(reference)).ToList();
        return SendThrough(0);

        Task<ResourceResponse[]> SendThrough(int index)
            => index < onSendActivities.Count
                ? onSendActivities[index](this, outgoing, () => SendThrough(index + 1))
                : SendToChannelAsync(outgoing, cancellationToken);
    }

    public Task<ResourceResponse> UpdateActivityAsync(IActivity activity, CancellationToken cancellationToken = default)
    {
        RequireTurn();
        BotAssert.ActivityNotNull(activity);
        var update = activity.ApplyConversationReference(Activity.GetConversationReference());
        return UpdateThrough(0);

        Task<ResourceResponse> UpdateThrough(int index)
            => index < onUpdateActivity.Count
                ? onUpdateActivity[index](this, update, () => UpdateAndKeepIdAsync(index + 1))
                : Adapter.UpdateActivityAsync(this, update, cancellationToken);

        async Task<ResourceResponse> UpdateAndKeepIdAsync(int index)
        {
            var response = await UpdateThrough(index).ConfigureAwait(false);
            update.Id = response.Id;
            return response;
        }
    }

    public Task DeleteActivityAsync(string activityId, CancellationToken cancellationToken = default)
    {
        RequireTurn();
        if (string.IsNullOrWhiteSpace(activityId))
            throw new ArgumentNullException(nameof(activityId));
        var reference = Activity.GetConversationReference();
        reference.ActivityId = activityId;
        return DeleteActivityAsync(reference, cancellationToken);
    }

    public Task DeleteActivityAsync(ConversationReference conversationReference, CancellationToken cancellationToken = default)
    {
        RequireTurn();
        ArgumentNullException.ThrowIfNull(conversationReference);
        return DeleteThrough(0);

        Task DeleteThrough(int index)
            => index < onDeleteActivity.Count
                ? onDeleteActivity[index](this, conversationReference, () => DeleteThrough(index + 1))
                : Adapter.DeleteActivityAsync(this, conversationReference, cancellationToken);
    }

    private async Task<ResourceResponse[]> SendToChannelAsync(List<Activity> outgoing, CancellationToken cancellationToken)
    {
        var responses = Activity.DeliveryMode == DeliveryModes.ExpectReplies
            ? Buffer(outgoing)
            : await SendByAdapterAsync(outgoing, cancellationToken).ConfigureAwait(false);
        Responded |= outgoing.Take(responses.Length).Any(activity => activity.Type != ActivityTypes.Trace);
        return responses;
    }

    private async Task<ResourceResponse[]> SendByAdapterAsync(List<Activity> outgoing, CancellationToken cancellationToken)
    {
        var responses = await Adapter.SendActivitiesAsync(this, outgoing.ToArray(), cancellationToken).ConfigureAwait(false);
        for (var index = 0; index < responses.Length; index++)
            outgoing[index].Id = responses[index].Id;
        return responses;
    }

    // The caller gets these in the answer to its own request, so no channel gives them ids.
    private ResourceResponse[] Buffer(List<Activity> outgoing)
    {
        BufferedReplyActivities.AddRange(outgoing);
        foreach (var answer in outgoing.Where(activity => activity.Type == ActivityTypesEx.InvokeResponse))
            TurnState.Add(BotAdapter.InvokeResponseKey, answer);
        return outgoing.Select(_ => new ResourceResponse()).ToArray();
    }
}
