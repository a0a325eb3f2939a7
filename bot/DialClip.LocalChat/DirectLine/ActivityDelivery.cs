using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Newtonsoft.Json.Linq;

namespace DialClip.LocalChat.DirectLine;

/// <summary>
/// Stores an activity, which its own sender receives as the confirmation, and delivers it to the bot.
/// </summary>
internal sealed class ActivityDelivery(BotClient bot, IOptions<DirectLineOptions> options)
{
    /// <summary>Delivers a client's activity; the same activity sent again is delivered once.</summary>
    /// <param name="conversation">The conversation.</param>
    /// <param name="sent">The activity as the client sent it.</param>
    /// <param name="token">The sender's token.</param>
    /// <exception cref="BadHttpRequestException">A client cannot send that type.</exception>
    public async Task<IResult> SendAsync(LocalConversation conversation, JObject sent, DirectLineTokens.Content token)
    {
        var activity = ClientActivity.Create(sent, token.User ?? conversation.User);
        var stored = conversation.Add(activity, ClientActivity.GetClientId(activity));
        if (stored.TryBeginDelivery())
        {
            var outcome = await bot.SendAsync(conversation, activity).ConfigureAwait(false);
            if (outcome != BotClient.Outcome.Delivered)
            {
                stored.CancelDelivery();
                return outcome == BotClient.Outcome.TimedOut
                    ? ApiError.Create(StatusCodes.Status504GatewayTimeout, "BotError", "The bot took too long.")
                    : ApiError.Create(
                        StatusCodes.Status502BadGateway,
                        "BotError",
                        "The bot did not take the activity; the host's log says why."
                    );
            }
        }
        return Results.Json(new { id = stored.Id });
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
        if (await bot.SendAsync(conversation, update).ConfigureAwait(false) == BotClient.Outcome.Failed)
            conversation.CancelAnnouncement();
    }

    /// <summary>Reads an activity from a request.</summary>
    public Task<JObject> ReadAsync(Stream body, CancellationToken cancellationToken) =>
        ActivityBody.ReadAsync(body, options.Value.MaxActivityBytes, cancellationToken);
}
