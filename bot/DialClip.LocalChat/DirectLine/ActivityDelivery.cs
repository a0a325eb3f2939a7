using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Newtonsoft.Json.Linq;

namespace DialClip.LocalChat.DirectLine;

/// <summary>
/// Stores an activity, which its own sender receives as the confirmation, and delivers it to the bot.
/// </summary>
internal sealed class ActivityDelivery(BotClient bot, ActiveTurns turns, IOptions<DirectLineOptions> options)
{
    // Another process, or this one anew, takes a while to begin.
    private const string SecondsUntilRestart = "5";

    /// <summary>Delivers a client's activity; the same activity sent again is delivered once.</summary>
    /// <param name="conversation">The conversation.</param>
    /// <param name="sent">The activity as the client sent it.</param>
    /// <param name="token">The sender's token.</param>
    /// <param name="context">The request.</param>
    /// <exception cref="BadHttpRequestException">A client cannot send that type.</exception>
    public async Task<IResult> SendAsync(
        LocalConversation conversation,
        JObject sent,
        DirectLineTokens.Content token,
        HttpContext context
    )
    {
        var activity = ClientActivity.Create(sent, token.User ?? conversation.User);
        // Before it is shown: it could not be answered.
        if (turns.IsClosed)
            return CreateStopping(context);
        conversation.MarkSpoken();
        var stored = conversation.Add(activity, ClientActivity.GetSenderId(activity));
        if (!stored.TryBeginDelivery())
            return Results.Json(new { id = stored.Id });
        var outcome = await bot.SendAsync(conversation, activity).ConfigureAwait(false);
        if (outcome != BotClient.Outcome.Delivered)
            stored.CancelDelivery();
        // Who sends it again in other words would otherwise see both.
        if (outcome == BotClient.Outcome.Malformed)
            conversation.Replace(stored.Id, null);
        return outcome switch
        {
            BotClient.Outcome.Delivered => Results.Json(new { id = stored.Id }),
            BotClient.Outcome.Stopping => CreateStopping(context),
            BotClient.Outcome.TimedOut => ApiError.Create(
                StatusCodes.Status504GatewayTimeout,
                "BotError",
                "The bot took too long."
            ),
            BotClient.Outcome.Malformed => ApiError.Create(
                StatusCodes.Status400BadRequest,
                "BadRequest",
                "The bot finds the activity malformed."
            ),
            _ => ApiError.Create(
                StatusCodes.Status502BadGateway,
                "BotError",
                "The bot did not take the activity; the host's log says why."
            ),
        };
    }

    /// <summary>Creates the response 503, which asks the caller to come back when the host has started again.</summary>
    public static IResult CreateStopping(HttpContext context)
    {
        context.Response.Headers.RetryAfter = SecondsUntilRestart;
        return ApiError.Create(
            StatusCodes.Status503ServiceUnavailable,
            "Stopping",
            "The host is stopping; try again when it has started again."
        );
    }

    /// <summary>Sends the bot, once, the conversationUpdate that adds bot and user.</summary>
    public async Task AnnounceAsync(LocalConversation conversation)
    {
        if (!conversation.TryBeginAnnouncement())
            return;
        var user = conversation.User ?? "user";
        var update = new JObject
        {
            ["type"] = "conversationUpdate",
            ["id"] = LocalConversations.NewId(),
            ["from"] = new JObject { ["id"] = user, ["role"] = "user" },
            ["membersAdded"] = new JArray(new JObject { ["id"] = BotClient.BotId }, new JObject { ["id"] = user }),
        };
        if (
            await bot.SendAsync(conversation, update).ConfigureAwait(false)
            is BotClient.Outcome.Failed
                or BotClient.Outcome.Malformed
        )
            conversation.CancelAnnouncement();
    }

    /// <summary>Reads an activity from a request.</summary>
    public Task<JObject> ReadAsync(Stream body, CancellationToken cancellationToken) =>
        ActivityBody.ReadAsync(body, options.Value.MaxActivityBytes, cancellationToken);
}
