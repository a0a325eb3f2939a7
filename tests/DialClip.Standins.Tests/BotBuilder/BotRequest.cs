using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Builder.Integration.AspNet.Core;
using Microsoft.Bot.Schema;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace DialClip.Standins.Tests.BotBuilder;

/// <summary>A request to a bot, handed to its adapter without a server.</summary>
internal sealed class BotRequest
{
    private readonly DefaultHttpContext context = new();

    public BotRequest(string body)
    {
        context.Request.Method = "POST";
        context.Request.ContentType = "application/json; charset=utf-8";
        context.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        context.Response.Body = new MemoryStream();
        context.Connection.RemoteIpAddress = IPAddress.Loopback;
    }

    public BotRequest(Activity activity)
        : this(JsonConvert.SerializeObject(activity, HttpHelper.BotMessageSerializerSettings))
    {
    }

    public HttpContext Context => context;

    public static Activity Message(string serviceUrl, string text = "hi") => new(ActivityTypes.Message, "in-1", channelId: "webchat", serviceUrl: serviceUrl,
        text: text,
        from: new ChannelAccount("user"), recipient: new ChannelAccount("bot"), conversation: new ConversationAccount(id: "conv/1"));

    public async Task<(int Status, string Body)> SendAsync(CloudAdapter adapter, Func<ITurnContext, CancellationToken, Task>? turn = null)
    {
        await adapter.ProcessAsync(context.Request, context.Response, new DelegateBot(turn ?? ((_, _) => Task.CompletedTask)));
        context.Response.Body.Position = 0;
        return (context.Response.StatusCode, await new StreamReader(context.Response.Body).ReadToEndAsync());
    }

    public async Task<JObject> SendForJsonAsync(CloudAdapter adapter, Func<ITurnContext, CancellationToken, Task>? turn = null)
        => JObject.Parse((await SendAsync(adapter, turn)).Body);
}
