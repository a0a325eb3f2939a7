using DialClip.Bot.Conversation;
using DialClip.Experiments.Assignment;
using DialClip.Model;
using DialClip.Model.Dialog;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Replies;

/// <summary>Finds the answer to a message: variant, retrieval, policy.</summary>
internal sealed class AnswerFinder(
    ModelSource source, DialClipRetriever retriever, VariantAssigner assigner, IOptions<ReplyOptions> replies, ILogger<AnswerFinder> logger)
{
    /// <summary>Decides what to answer.</summary>
    /// <exception cref="InvalidOperationException">No model is loaded.</exception>
    public async Task<Answer> FindAsync(Activity activity, IncomingMessage message, ConversationRecord record, CancellationToken cancellationToken)
    {
        var assignment = await assigner.AssignAsync(UnitOf(activity), cancellationToken).ConfigureAwait(false);
        using var lease = source.Acquire();
        var head = HeadOf(lease.Model, assignment);
        var earlier = record.Turns.Select(turn => turn.ToTurn(head.Backbone.Digest)).OfType<DialogTurn>();
        var context = DialogContext.FromMessages(earlier, message.Text, message.Picture, Speaker.User);
        var result = await retriever.RetrieveAsync(context, head, replies.Value.Top, cancellationToken).ConfigureAwait(false);
        var recent = record.Impressions.TakeLast(replies.Value.NoRepeat).Select(impression => impression.ItemId).ToHashSet(StringComparer.Ordinal);
        return new(ReplyPolicy.Decide(result, assignment.Settings.Over(head.Head.Properties.Thresholds), recent), result, assignment);
    }

    /// <summary>Gives turns their features. A turn of which none can be made is left out.</summary>
    public async Task<IReadOnlyList<DialogTurn>> EncodeAsync(IEnumerable<DialogTurn> turns, CancellationToken cancellationToken)
    {
        using var lease = source.Acquire();
        var encoded = new List<DialogTurn>();
        foreach (var turn in turns)
            encoded.Add(await retriever.EncodeTurnAsync(turn, lease.Model.Default, cancellationToken).ConfigureAwait(false) with { Picture = null });
        return encoded;
    }

    // In a group, people see each other's replies: there the conversation is the unit.
    private static ExperimentUnit UnitOf(Activity activity) => activity.Conversation?.IsGroup == true || activity.From?.Id is null
        ? new("conversation", $"{activity.ChannelId}\n{activity.Conversation?.Id}")
        : new("user", $"{activity.ChannelId}\n{activity.From.Id}");

    private LoadedHead HeadOf(LoadedModel loaded, VariantAssignment assignment)
    {
        if (assignment.Settings.Head is not { } wanted)
            return loaded.Default;
        if (loaded.Heads.TryGetValue(wanted, out var head))
            return head;
        logger.HeadMissing(assignment.Variant, wanted);
        return loaded.Default;
    }
}
