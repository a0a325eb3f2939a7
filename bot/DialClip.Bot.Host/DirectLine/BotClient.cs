using System.Net;
using System.Text;
using Microsoft.Extensions.Options;
using Newtonsoft.Json.Linq;

namespace DialClip.Bot.Host.DirectLine;

/// <summary>Brings activities to the bot, by HTTP as a channel does.</summary>
internal sealed class BotClient(IHttpClientFactory clients, HostAddress address, IOptions<DirectLineOptions> options, ILogger<BotClient> logger)
{
    public const string HttpClientName = "dialclip-directline";

    public const string BotId = "dialclip-bot";
    private const string Channel = "webchat";

    /// <summary>Sends an activity of a user.</summary>
    /// <param name="conversation">The conversation.</param>
    /// <param name="activity">As the client sent it, with its id.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>Whether the bot took it.</returns>
    public async Task<bool> SendAsync(LocalConversation conversation, JObject activity, CancellationToken cancellationToken)
    {
        var sent = (JObject)activity.DeepClone();
        sent["channelId"] = Channel;
        sent["serviceUrl"] = new Uri(address.Origin(), "connector/").AbsoluteUri;
        sent["recipient"] = new JObject { ["id"] = BotId, ["name"] = "DialClip.Bot", ["role"] = "bot" };
        sent["conversation"] = new JObject { ["id"] = conversation.Id };
        var endpoint = options.Value.BotEndpoint is { Length: > 0 } other ? new Uri(other) : new Uri(address.Origin(), MessagesEndpoint.Path);
        try
        {
            using var content = new StringContent(sent.ToString(Newtonsoft.Json.Formatting.None), Encoding.UTF8, "application/json");
            using var response = await clients.CreateClient(HttpClientName).PostAsync(endpoint, content, cancellationToken).ConfigureAwait(false);
            if (response.StatusCode is HttpStatusCode.OK or HttpStatusCode.Accepted or HttpStatusCode.Created)
                return true;
            logger.BotRefused(endpoint, (int)response.StatusCode, conversation.Id);
        }
        catch (HttpRequestException error)
        {
            logger.BotAway(endpoint, conversation.Id, error);
        }
        return false;
    }

    /// <summary>Tells the bot once that bot and user are there.</summary>
    public async Task AnnounceAsync(LocalConversation conversation, string user, CancellationToken cancellationToken)
    {
        if (conversation.Announced)
            return;
        conversation.Announced = true;
        await SendAsync(
            conversation,
            new JObject
            {
                ["type"] = "conversationUpdate",
                ["id"] = ConversationStore.NewId(),
                ["from"] = new JObject { ["id"] = user, ["role"] = "user" },
                ["membersAdded"] = new JArray(new JObject { ["id"] = BotId }, new JObject { ["id"] = user }),
            },
            cancellationToken).ConfigureAwait(false);
    }
}
