using System.Globalization;
using System.Net;
using DialClip.Bot.Privacy;
using DialClip.Bot.Replies;
using DialClip.Bot.State;
using DialClip.Encoders;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;
using Microsoft.Bot.Schema.Teams;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.MessageExtensions;

/// <summary>
/// Teams' message extension: somebody who writes a message searches the catalogs, and puts a picture or a text into it.
/// Nothing is stored, and nobody is interrupted.
/// </summary>
internal sealed class CatalogSearch(
    IResponseModel model,
    SearchResults results,
    ConversationStore store,
    ReplyGates gates,
    IdHasher hasher,
    IOptionsMonitor<ReplyOptions> options,
    TimeProvider time,
    ILogger<CatalogSearch> logger
)
{
    // Nobody looks further; pages of 25.
    private const int MaxResults = 200;

    private static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(1.5);

    // Teams waits for 5 seconds.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(4);

    /// <summary>Answers a query of the extension's command.</summary>
    /// <returns>Whether the activity is one; otherwise it belongs to the host bot.</returns>
    public async Task<bool> TryAnswerAsync(ITurnContext turnContext, CancellationToken cancellationToken)
    {
        if (SearchQuery.Parse(turnContext.Activity) is not { } query)
            return false;
        var response = await AnswerAsync(turnContext, query, cancellationToken).ConfigureAwait(false);
        var activity = new Activity(ActivityTypesEx.InvokeResponse)
        {
            Value = new InvokeResponse { Status = (int)HttpStatusCode.OK, Body = response },
        };
        await turnContext.SendActivityAsync(activity, cancellationToken).ConfigureAwait(false);
        return true;
    }

    private async Task<MessagingExtensionResponse> AnswerAsync(
        ITurnContext turnContext,
        SearchQuery query,
        CancellationToken cancellationToken
    )
    {
        var activity = turnContext.Activity;
        var started = time.GetTimestamp();
        using var timeout = new CancellationTokenSource(Timeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            // Whatever ignores its token must not hold the answer.
            var found = await SearchAsync(turnContext, query, linked.Token)
                .WaitAsync(linked.Token)
                .ConfigureAwait(false);
            logger.Searched(found.Count, time.GetElapsedTime(started).TotalMilliseconds);
            return results.Create(found, activity);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            var seconds = Timeout.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
            logger.SearchFailed($"it took longer than {seconds} s", null);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            logger.SearchFailed("an error", error);
        }
        return SearchResults.CreateMessage("The search does not work at the moment. Try again in a minute.");
    }

    private async Task<IReadOnlyList<FoundItem>> SearchAsync(
        ITurnContext turnContext,
        SearchQuery query,
        CancellationToken cancellationToken
    )
    {
        var record = await ReadRecordAsync(turnContext, cancellationToken).ConfigureAwait(false);
        // At the start what was said last is answered.
        var last = query.Text is null
            ? record.Turns.LastOrDefault(turn => turn.Speaker == Speaker.User && turn.Modality == Modality.Text)
            : null;
        if ((query.Text ?? last?.Text) is not { } text)
            return [];
        var history = last is null ? record.Turns : record.Turns[..record.Turns.IndexOf(last)];
        var replies = options.CurrentValue;
        var found = await model
            .SearchAsync(
                new(
                    history,
                    text,
                    Picture: null,
                    Head: null,
                    record.Catalog,
                    replies.CreateFilter(turnContext.Activity.Locale),
                    (int)Math.Min((long)query.Skip + query.Count, MaxResults)
                ),
                byName: query.Text is not null,
                cancellationToken
            )
            .ConfigureAwait(false);
        return [.. found.Skip(query.Skip).Take(query.Count)];
    }

    // The memory is used as the mode allows: where the plugin takes no part it is not looked at.
    private async Task<ConversationRecord> ReadRecordAsync(
        ITurnContext turnContext,
        CancellationToken cancellationToken
    )
    {
        var (mode, _) = await gates.GetModeAsync(turnContext, cancellationToken).ConfigureAwait(false);
        if (mode >= ReplyMode.Off)
            return ConversationRecord.Empty;
        try
        {
            var record = ConversationRecord.Empty;
            await store
                .UpdateAsync(
                    ConversationStore.GetKey(turnContext.Activity),
                    stored =>
                    {
                        record = stored;
                        return null;
                    },
                    ReadTimeout,
                    cancellationToken
                )
                .ConfigureAwait(false);
            return record.Stopped ? ConversationRecord.Empty : record;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // What was typed is enough for a search.
            logger.StorageFailed(hasher.HashConversation(turnContext.Activity), error);
            return ConversationRecord.Empty;
        }
    }
}
