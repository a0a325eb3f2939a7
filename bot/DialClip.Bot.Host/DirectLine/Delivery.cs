using Microsoft.Extensions.Options;
using Newtonsoft.Json.Linq;

namespace DialClip.Bot.Host.DirectLine;

/// <summary>Shows an activity to its own sender, which is how Web Chat knows that it arrived, and brings it to the bot.</summary>
internal sealed class Delivery(BotClient bot, IOptions<DirectLineOptions> options)
{
    /// <summary>Delivers what a client sent; the same activity sent again is delivered once.</summary>
    /// <param name="conversation">The conversation.</param>
    /// <param name="sent">As the client sent it.</param>
    /// <param name="token">The sender's token.</param>
    /// <exception cref="BadHttpRequestException">A client cannot send that.</exception>
    public async Task<IResult> SendAsync(LocalConversation conversation, JObject sent, DirectLineTokens.Content token)
    {
        var activity = ClientActivity.Of(sent, token.User ?? conversation.User);
        var kept = conversation.Add(activity, ClientActivity.ClientIdOf(activity));
        if (kept.TryDeliver())
        {
            var taken = await bot.SendAsync(conversation, activity).ConfigureAwait(false);
            if (taken != BotClient.Outcome.Taken)
            {
                kept.NotDelivered();
                return taken == BotClient.Outcome.TooSlow
                    ? Failure.Of(StatusCodes.Status504GatewayTimeout, "BotError", "The bot took too long.")
                    : Failure.Of(
                        StatusCodes.Status502BadGateway,
                        "BotError",
                        "The bot did not take the activity; the host's log says why."
                    );
            }
        }
        return Results.Json(new { id = kept.Id });
    }

    /// <summary>Tells the bot once that bot and user are there.</summary>
    public async Task AnnounceAsync(LocalConversation conversation)
    {
        if (!conversation.TryAnnounce())
            return;
        var user = conversation.User ?? "user";
        var update = new JObject
        {
            ["type"] = "conversationUpdate",
            ["id"] = ConversationStore.NewId(),
            ["from"] = new JObject { ["id"] = user, ["role"] = "user" },
            ["membersAdded"] = new JArray(new JObject { ["id"] = BotClient.BotId }, new JObject { ["id"] = user }),
        };
        if (await bot.SendAsync(conversation, update).ConfigureAwait(false) == BotClient.Outcome.NotTaken)
            conversation.NotAnnounced();
    }

    /// <summary>Reads an activity from a request.</summary>
    public Task<JObject> ReadAsync(Stream body, CancellationToken cancellationToken) =>
        ActivityBody.ReadAsync(body, options.Value.MaxActivityBytes, cancellationToken);
}
