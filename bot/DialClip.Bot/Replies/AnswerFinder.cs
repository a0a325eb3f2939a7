using DialClip.Bot.Conversation;
using DialClip.Bot.Turns;
using DialClip.Experiments.Assignment;
using DialClip.Model.Dialog;
using DialClip.Model.Indexing;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Replies;

/// <summary>Finds the answer to a message: variant, retrieval, policy.</summary>
internal sealed class AnswerFinder(
    IResponseModel model,
    VariantAssigner assigner,
    IOptionsMonitor<ReplyOptions> options
)
{
    /// <summary>Decides what to answer.</summary>
    /// <exception cref="InvalidOperationException">No model is loaded.</exception>
    public async Task<Answer> FindAsync(
        Activity activity,
        IncomingMessage message,
        ConversationRecord record,
        CancellationToken cancellationToken
    )
    {
        var replies = options.CurrentValue;
        var assignment = await assigner.AssignAsync(UnitOf(activity), cancellationToken).ConfigureAwait(false);
        var question = new ModelQuestion(
            record.Turns,
            message,
            assignment.Settings.Head,
            record.Catalog,
            FilterOf(replies, activity.Locale),
            replies.Top
        );
        var found = await model.RetrieveAsync(question, cancellationToken).ConfigureAwait(false);
        // What the default head finds is no result of the variant that asked for another one.
        if (found.HeadMissing)
            assignment = assignment.WithoutHead();
        var recent = record
            .Impressions.TakeLast(replies.NoRepeat)
            .SelectMany(impression => impression.Items())
            .ToHashSet(StringComparer.Ordinal);
        return new(
            ReplyPolicy.Decide(found.Result, assignment.Settings.Over(found.Thresholds), recent),
            found.Result,
            assignment,
            found.Head,
            found.Catalog
        );
    }

    private static Func<CatalogItem, bool>? FilterOf(ReplyOptions replies, string? locale)
    {
        var filter = new TagFilter(
            replies.Tags.ToDictionary(
                tag => tag.Key,
                tag => (IReadOnlyList<string>)tag.Value,
                StringComparer.OrdinalIgnoreCase
            ),
            replies.MatchLocale
        );
        return filter.AdmitsAll ? null : item => filter.Admits(item, locale);
    }

    // In a group, people see each other's replies: there the conversation is the unit.
    private static ExperimentUnit UnitOf(Activity activity) =>
        activity.Conversation?.IsGroup == true || activity.From?.Id is null
            ? new("conversation", $"{activity.ChannelId}\n{activity.Conversation?.Id}")
            : new("user", $"{activity.ChannelId}\n{activity.From.Id}");
}
