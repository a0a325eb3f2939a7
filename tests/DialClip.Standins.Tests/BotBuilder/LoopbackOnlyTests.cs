using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Bot.Builder.Integration.AspNet.Core;
using Microsoft.Bot.Connector.Authentication;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DialClip.Standins.Tests.BotBuilder;

/// <summary>What the stand-in refuses, because it has no cloud authentication.</summary>
public sealed class LoopbackOnlyTests
{
    private const string Here = "http://127.0.0.1:9/";

    [StandinTheory]
    [InlineData("MicrosoftAppId")]
    [InlineData("MicrosoftAppPassword")]
    [InlineData("ChannelService")]
    public void Constructor_CloudSetting_IsRefusedWithTheRemedy(string name)
    {
        var error = Assert.Throws<InvalidOperationException>(() => new CloudAdapter(Configuration((name, "value"), ("MicrosoftAppType", "MultiTenant"))));

        Assert.Contains($"'{name}'", error.Message, StringComparison.Ordinal);
        Assert.Contains("no cloud authentication", error.Message, StringComparison.Ordinal);
        Assert.Contains("SdkSource=nuget", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("value", error.Message, StringComparison.Ordinal);
    }

    [StandinTheory]
    [InlineData("https://smba.trafficmanager.net/teams/")]
    [InlineData("http://127.0.0.1.example.org/")]
    [InlineData("http://localhost.example.org/")]
    [InlineData("http://127.0.0.1@example.org/")]
    [InlineData("http://10.0.0.1/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("relative")]
    [InlineData("")]
    [InlineData(null)]
    public async Task Process_ServiceUrlElsewhere_Is401AndTheBotIsNotReached(string? serviceUrl)
    {
        var message = BotRequest.Message(serviceUrl!);

        var (status, body) = await new BotRequest(message).SendAsync(new CloudAdapter(), (_, _) => throw new InvalidOperationException("reached"));

        Assert.Equal(401, status);
        Assert.Contains("expected an http or https address on this machine", body, StringComparison.Ordinal);
    }

    [StandinTheory]
    [InlineData("http://localhost:1/")]
    [InlineData("http://127.8.9.1:1/")]
    [InlineData("https://[::1]:1/")]
    public async Task Process_ServiceUrlHere_RunsTheTurn(string serviceUrl)
    {
        var reached = false;

        var (status, _) = await new BotRequest(BotRequest.Message(serviceUrl)).SendAsync(new CloudAdapter(),
            (_, _) => { reached = true; return Task.CompletedTask; });

        Assert.Equal((200, true), (status, reached));
    }

    [StandinFact]
    public async Task ContinueConversation_ServiceUrlElsewhere_IsRefused()
    {
        var reference = BotRequest.Message("https://smba.trafficmanager.net/").GetConversationReference();

        var error = await Assert.ThrowsAnyAsync<UnauthorizedAccessException>(() => new CloudAdapter().ContinueConversationAsync(string.Empty, reference,
            (_, _) => Task.CompletedTask, default));

        Assert.Contains("'https://smba.trafficmanager.net/'", error.Message, StringComparison.Ordinal);
    }

    [StandinTheory]
    [InlineData("192.0.2.1", null, 403)]
    [InlineData("::ffff:192.0.2.1", null, 403)]
    [InlineData("127.0.0.1", "192.0.2.1", 403)]
    [InlineData("::ffff:127.0.0.1", null, 200)]
    [InlineData("::1", null, 200)]
    public async Task Process_Caller_MustBeOnThisMachine(string address, string? forwardedFor, int status)
    {
        var request = new BotRequest(BotRequest.Message(Here));
        request.Context.Connection.RemoteIpAddress = IPAddress.Parse(address);
        if (forwardedFor is not null)
            request.Context.Request.Headers["X-Forwarded-For"] = forwardedFor;

        Assert.Equal(status, (await request.SendAsync(new CloudAdapter())).Status);
    }

    [StandinFact]
    public async Task Process_AuthorizationHeader_CannotBeVerifiedAndIsRefused()
    {
        var request = new BotRequest(BotRequest.Message(Here));
        request.Context.Request.Headers.Authorization = "Bearer secret";

        var (status, body) = await request.SendAsync(new CloudAdapter());

        Assert.Equal(401, status);
        Assert.DoesNotContain("secret", body, StringComparison.Ordinal);
    }

    [StandinTheory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData(null)]
    public async Task Process_NotJson_Is415(string? contentType)
    {
        var request = new BotRequest(BotRequest.Message(Here));
        request.Context.Request.ContentType = contentType;

        Assert.Equal(415, (await request.SendAsync(new CloudAdapter())).Status);
    }

    [StandinFact]
    public async Task Process_MalformedJson_SaysWhereAndWhat()
    {
        var error = (await new BotRequest("""{"type":"message", oops""").SendForJsonAsync(new CloudAdapter())).ToObject<ErrorResponse>()!.Error;

        Assert.Equal(ErrorCodes.BadSyntax, error.Code);
        Assert.Contains("line 1", error.Message, StringComparison.Ordinal);
    }

    [StandinFact]
    public async Task Process_BotIsUnauthorized_ItsTextDoesNotReachTheCaller()
    {
        var answer = await new BotRequest(BotRequest.Message(Here)).SendAsync(new CloudAdapter(), (_, _)
            => throw new UnauthorizedAccessException("inner secret"));

        Assert.Equal((401, string.Empty), answer);
    }

    [StandinFact]
    public async Task NamedPipes_AreRefusedByName()
    {
        var error = await Assert.ThrowsAsync<NotSupportedException>(() => new CloudAdapter().ConnectNamedPipeAsync("p",
            new DelegateBot((_, _) => Task.CompletedTask), "", "a", ""));

        Assert.Contains("Microsoft.Bot.Builder.Integration.AspNet.Core", error.Message, StringComparison.Ordinal);
    }

    [StandinFact]
    public async Task Host_BotBehindKestrel_AnswersOverTheGivenHttpClients()
    {
        await using var connector = await LoopbackConnector.StartAsync();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddHttpClient();
        builder.Services.AddSingleton<BotFrameworkAuthentication>(services
            => new ConfigurationBotFrameworkAuthentication(services.GetRequiredService<IConfiguration>(),
                httpClientFactory: services.GetRequiredService<IHttpClientFactory>()));
        builder.Services.AddSingleton<IBotFrameworkHttpAdapter>(services => new CloudAdapter(services.GetRequiredService<BotFrameworkAuthentication>()));
        await using var app = builder.Build();
        app.MapPost("/api/messages", (HttpContext context, IBotFrameworkHttpAdapter adapter) => adapter.ProcessAsync(
            context.Request, context.Response,
                new DelegateBot((turn, token) => turn.SendActivityAsync($"echo {turn.Activity.Text}", cancellationToken: token)), context.RequestAborted));
        await app.StartAsync();
        using var client = new HttpClient();
        var json = Newtonsoft.Json.JsonConvert.SerializeObject(BotRequest.Message(connector.Url, "hé"), HttpHelper.BotMessageSerializerSettings);

        using var response = await client.PostAsync($"{app.Urls.Single()}/api/messages",
            new StringContent(json, System.Text.Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("echo hé", (string?)Assert.Single(connector.Calls).Body!["text"]);
    }

    private static IConfiguration Configuration(params (string Name, string Value)[] settings)
        => new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value))).Build();
}
