using DialClip.Bot.Tests.Bot;
using DialClip.Bot.Turns;
using DialClip.Encoders;
using DialClip.Model.Indexing;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.DependencyInjection;
using Newtonsoft.Json.Linq;

namespace DialClip.Bot.Tests.Turns;

public sealed class ConversationTests
{
    [Fact]
    public async Task Stop_ThenStart_SilencesThePluginInBetweenAndForgetsWhatIsSaid()
    {
        await using var sut = await TurnHarness.CreateAsync();

        var stopped = Assert.Single(await sut.SayAsync("Stop!"));
        var between = Assert.Single(await sut.SayAsync("hello"));
        var remembered = (await sut.RecordAsync()).Turns;
        var started = Assert.Single(await sut.SayAsync("start"));
        var after = Assert.Single(await sut.SayAsync("hello"));

        Assert.Contains("start", stopped.Text, StringComparison.Ordinal);
        Assert.Equal("host: hello", between.Text);
        Assert.Empty(remembered);
        Assert.Contains("stop", started.Text, StringComparison.Ordinal);
        Assert.Single(after.Attachments);
    }

    [Theory]
    [InlineData("start")]
    [InlineData("please stop the music")]
    public async Task Command_ThatChangesNothing_IsTheHostBots(string text)
    {
        await using var sut = await TurnHarness.CreateAsync();
        sut.Model.Pictures = [];

        Assert.Equal("host: " + text, Assert.Single(await sut.SayAsync(text)).Text);
    }

    [Fact]
    public async Task Command_SwitchedOff_IsTheHostBots()
    {
        await using var sut = await TurnHarness.CreateAsync(
            new Dictionary<string, string?> { ["DialClip:Conversation:StopCommand"] = "" }
        );
        sut.Model.Pictures = [];

        Assert.Equal("host: stop", Assert.Single(await sut.SayAsync("stop")).Text);
        Assert.False((await sut.RecordAsync()).Stopped);
    }

    [Fact]
    public async Task Edit_OfAMessage_ChangesWhatIsRememberedAndReachesTheHostBot()
    {
        await using var sut = await TurnHarness.CreateAsync();
        var received = new List<string>();
        sut.Model.Pictures = [];
        sut.HostBot = (turn, _) =>
        {
            received.Add(turn.Activity.Type);
            return Task.CompletedTask;
        };
        await sut.SendAsIsAsync(new Activity(ActivityTypes.Message) { Id = "m1", Text = "helo" });
        await sut.SendAsIsAsync(new Activity(ActivityTypes.Message) { Id = "m2", Text = "other" });

        await sut.SendAsIsAsync(new Activity(ActivityTypes.MessageUpdate) { Id = "m1", Text = "hello" });

        var turns = (await sut.RecordAsync()).Turns;
        Assert.Equal(["hello", "other"], turns.Select(turn => turn.Text));
        Assert.Null(turns[0].Feature);
        Assert.NotNull(turns[1].Feature);
        Assert.Equal([ActivityTypes.Message, ActivityTypes.Message, ActivityTypes.MessageUpdate], received);
    }

    [Fact]
    public async Task Deletion_OfAMessage_ForgetsItAndReachesTheHostBot()
    {
        await using var sut = await TurnHarness.CreateAsync();
        var deleted = false;
        sut.Model.Pictures = [];
        await sut.SendAsIsAsync(new Activity(ActivityTypes.Message) { Id = "m1", Text = "secret" });
        sut.HostBot = (turn, _) =>
        {
            deleted = turn.Activity.Type == ActivityTypes.MessageDelete;
            return Task.CompletedTask;
        };

        await sut.SendAsIsAsync(new Activity(ActivityTypes.MessageDelete) { Id = "m1" });

        Assert.DoesNotContain(
            "secret",
            (await sut.RecordAsync()).ToItem().Json.Replace("host: secret", "", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
        Assert.True(deleted);
    }

    [Theory]
    [InlineData("m1", "m2", new[] { "other", "my dog had puppies" })]
    [InlineData("1700000000001", "1700000000002", new[] { "my dog had puppies", "other" })]
    public async Task Deletion_TakenBack_RestoresTheMessage(string id, string laterId, string[] expected)
    {
        await using var sut = await TurnHarness.CreateAsync();
        sut.Model.Pictures = [];
        sut.HostBot = (_, _) => Task.CompletedTask;
        const string Text = "my dog had puppies";
        await sut.SendAsIsAsync(new Activity(ActivityTypes.Message) { Id = id, Text = Text });
        await sut.SendAsIsAsync(new Activity(ActivityTypes.Message) { Id = laterId, Text = "other" });
        await sut.SendAsIsAsync(Change(ActivityTypes.MessageDelete, id, null, "softDeleteMessage"));
        var deleted = (await sut.RecordAsync()).Turns.Length;

        await sut.SendAsIsAsync(Change(ActivityTypes.MessageUpdate, id, Text, "undeleteMessage"));
        await sut.SendAsIsAsync(Change(ActivityTypes.MessageUpdate, id, Text, "undeleteMessage"));

        Assert.Equal(1, deleted);
        Assert.Equal(expected, (await sut.RecordAsync()).Turns.Select(turn => turn.Text));
    }

    [Theory]
    [InlineData("unknown", "undeleteMessage")]
    [InlineData("m1", "editMessage")]
    public async Task Update_OfAMessageThatIsNotStored_StoresNothing(string id, string name)
    {
        await using var sut = await TurnHarness.CreateAsync();
        sut.Model.Pictures = [];
        sut.HostBot = (_, _) => Task.CompletedTask;
        await sut.SendAsIsAsync(new Activity(ActivityTypes.Message) { Id = "m1", Text = "secret" });
        await sut.SendAsIsAsync(new Activity(ActivityTypes.MessageDelete) { Id = "m1" });

        await sut.SendAsIsAsync(Change(ActivityTypes.MessageUpdate, id, "secret", name));

        Assert.Empty((await sut.RecordAsync()).Turns);
    }

    private static Activity Change(string type, string id, string? text, string name) =>
        new(type)
        {
            Id = id,
            Text = text,
            ChannelData = new JObject { ["eventType"] = name },
        };

    [Fact]
    public async Task CatalogEvent_LoadedCatalog_IsAskedFromThenOn()
    {
        await using var sut = await TurnHarness.CreateAsync();

        var sent = await sut.SendAsync(
            new Activity(ActivityTypes.Event) { Name = "dialclip/catalog", Value = new JValue("catalogs/other") }
        );
        await sut.SayAsync("hello");

        Assert.Empty(sent);
        Assert.Equal("catalogs/other", Assert.Single(sut.Model.Requests).Catalog);
    }

    [Fact]
    public async Task CatalogEvent_UnknownCatalog_ChangesNothing()
    {
        await using var sut = await TurnHarness.CreateAsync();

        await sut.SendAsync(new Activity(ActivityTypes.Event) { Name = "dialclip/catalog", Value = "../../etc" });
        await sut.SayAsync("hello");

        Assert.Null(Assert.Single(sut.Model.Requests).Catalog);
        Assert.Contains(sut.Logs.Lines, line => line.Message.Contains("not loaded", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("adults", "en-US", false)]
    [InlineData("everyone", "de", false)]
    [InlineData("everyone", "en-US", true)]
    [InlineData("everyone", null, true)]
    public async Task Tags_OfAnItem_AreAskedWithTheMessagesLocale(string audience, string? locale, bool admitted)
    {
        await using var sut = await TurnHarness.CreateAsync(
            new Dictionary<string, string?> { ["DialClip:Replies:Tags:audience:0"] = "everyone" }
        );

        await sut.SendAsIsAsync(
            new Activity(ActivityTypes.Message)
            {
                Id = "m1",
                Text = "hello",
                Locale = locale,
            }
        );

        var item = new CatalogItem(
            "a",
            Modality.Picture,
            null,
            "a",
            [],
            ["a.png"],
            new Dictionary<string, IReadOnlyList<string>> { ["audience"] = [audience], ["locale"] = ["en"] }
        );
        Assert.Equal(admitted, Assert.Single(sut.Model.Requests).Admits!(item));
    }

    [Fact]
    public async Task Turns_OfOneConversation_PassOneAfterTheOther()
    {
        await using var sut = await TurnHarness.CreateAsync();
        var (running, most, sync) = (0, 0, new Lock());
        sut.Model.BeforeAnswer = async cancellationToken =>
        {
            lock (sync)
                most = Math.Max(most, ++running);
            await Task.Yield();
            lock (sync)
                running--;
        };

        await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(number =>
                    Task.Run(() =>
                        sut.Adapter.ProcessActivityAsync(
                            new Activity(ActivityTypes.Message) { Text = $"{number}" },
                            sut.HostBot
                        )
                    )
                )
        );

        Assert.Equal(1, most);
        Assert.Equal(8, (await sut.RecordAsync()).Impressions.Length);
        Assert.Equal(0, ((TurnQueue)sut.Services.GetService(typeof(TurnQueue))!).Count);
    }

    [Fact]
    public async Task Turn_WithinAnotherOfItsConversation_IsProcessedAndStoredBehindIt()
    {
        await using var sut = await TurnHarness.CreateAsync();
        var texts = new List<string>();
        // A host bot that runs another turn of the conversation inside of this one.
        sut.Model.Pictures = [];
        sut.HostBot = async (turn, cancellationToken) =>
        {
            texts.Add(turn.Activity.Text);
            if (turn.Activity.Text == "outer")
                await sut.Adapter.ProcessActivityAsync(
                    new Activity(ActivityTypes.Message) { Text = "inner" },
                    sut.HostBot,
                    cancellationToken
                );
        };

        await sut.SayAsync("outer");

        Assert.Equal(["outer", "inner"], texts);
        Assert.DoesNotContain(
            sut.Logs.Lines,
            line => line.Message.Contains(TurnReasons.ConversationBusy, StringComparison.Ordinal)
        );
        Assert.Equal(["outer", "inner"], (await sut.RecordAsync()).Turns.Select(turn => turn.Text));
    }

    [Fact]
    public async Task Turn_ModelTooSlow_HostBotAnswersAndItIsCounted()
    {
        await using var sut = await TurnHarness.CreateAsync(
            new Dictionary<string, string?> { ["DialClip:Timeouts:Turn"] = "00:00:00.2" }
        );
        sut.Model.BeforeAnswer = cancellationToken => Task.Delay(Timeout.Infinite, cancellationToken);

        Assert.Equal("host: hello", Assert.Single(await sut.SayAsync("hello")).Text);

        Assert.Contains(
            sut.Logs.Lines,
            line => line.Message.Contains(TurnReasons.BudgetSpent, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Turn_ChannelHangsUp_IsRememberedAllTheSame()
    {
        await using var sut = await TurnHarness.CreateAsync();
        using var cancellation = new CancellationTokenSource();
        sut.Model.Pictures = [];
        sut.HostBot = (_, _) =>
        {
            cancellation.Cancel();
            throw new OperationCanceledException(cancellation.Token);
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            sut.Adapter.ProcessActivityAsync(
                new Activity(ActivityTypes.Message) { Text = "hello" },
                sut.HostBot,
                cancellation.Token
            )
        );

        Assert.Equal("hello", Assert.Single((await sut.RecordAsync()).Turns).Text);
    }

    [Fact]
    public async Task Welcome_OfTheHostBot_IsRemembered()
    {
        await using var sut = await TurnHarness.CreateAsync();
        sut.HostBot = (turn, cancellationToken) =>
            turn.SendActivityAsync("Welcome!", cancellationToken: cancellationToken);

        await sut.SendAsync(
            new Activity(ActivityTypes.ConversationUpdate) { MembersAdded = [new ChannelAccount("ann")] }
        );

        var turn = Assert.Single((await sut.RecordAsync()).Turns);
        Assert.Equal((Speaker.Bot, "Welcome!"), (turn.Speaker, turn.Text));
    }

    [Fact]
    public async Task Turn_PluginFailsOutsideTheModel_HostBotAnswers()
    {
        await using var sut = await TurnHarness.CreateAsync(
            new Dictionary<string, string?> { ["DialClip:Attachments:AllowedHosts:0"] = "pictures.example" },
            services => services.AddSingleton<IHttpClientFactory>(new NoClients())
        );

        var sent = await sut.SendAsync(
            new Activity(ActivityTypes.Message)
            {
                Text = "hello",
                Attachments = [new Attachment("image/png", "https://pictures.example/a.png")],
            }
        );

        Assert.Equal("host: hello", Assert.Single(sent).Text);
        Assert.Contains(
            sut.Logs.Lines,
            line => line.Message.Contains(TurnReasons.TurnFailed, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Reply_KeptBackByTheHostsHandler_IsNoImpression()
    {
        await using var sut = await TurnHarness.CreateAsync(
            new Dictionary<string, string?> { ["DialClip:Replies:Mode"] = "Suggest" }
        );
        sut.HostBot = async (turn, cancellationToken) =>
        {
            turn.OnSendActivities((_, _, _) => Task.FromResult(Array.Empty<ResourceResponse>()));
            await turn.SendActivityAsync(turn.GetDialClipSuggestions()!.CreateReply(), cancellationToken);
        };

        Assert.Empty(await sut.SayAsync("hello"));

        Assert.Empty(sut.Events);
        Assert.Equal([Speaker.User], (await sut.RecordAsync()).Turns.Select(turn => turn.Speaker));
    }

    private sealed class NoClients : IHttpClientFactory
    {
        public HttpClient CreateClient(string name) => throw new NotSupportedException("There are no clients.");
    }
}
