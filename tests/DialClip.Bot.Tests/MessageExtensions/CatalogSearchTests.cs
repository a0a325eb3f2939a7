using DialClip.Bot.State;
using DialClip.Bot.Tests.Bot;
using DialClip.Bot.Tests.Turns;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Builder.Integration.AspNet.Core;
using Microsoft.Bot.Connector;
using Microsoft.Bot.Schema;
using Microsoft.Bot.Schema.Teams;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace DialClip.Bot.Tests.MessageExtensions;

/// <summary>The message extension, asked with the invokes that Teams sends.</summary>
public sealed class CatalogSearchTests
{
    private static readonly Dictionary<string, string?> Settings = new()
    {
        ["DialClip:Media:BaseUrl"] = "https://bot.example/media/",
        ["DialClip:Replies:Mode"] = "Observe",
    };

    [Fact]
    public async Task Query_TypedWords_GivesCardsWithPreviews()
    {
        await using var sut = await CreateAsync();
        sut.Model.Texts = ["first"];
        sut.Model.Pictures = ["best"];

        var result = await AskAsync(sut, CreateQuery("we won"));

        Assert.Equal(("result", "list"), (result.Type, result.AttachmentLayout));
        Assert.Equal(2, result.Attachments.Count);
        var (picture, text) = (result.Attachments[0], result.Attachments[1]);
        var card = Read<HeroCard>(picture.ContentType, picture.Content);
        Assert.StartsWith("https://bot.example/media/", Assert.Single(card.Images).Url, StringComparison.Ordinal);
        Assert.Equal("Name of best", card.Title);
        Assert.Equal(
            card.Images[0].Url,
            Read<ThumbnailCard>(picture.Preview.ContentType, picture.Preview.Content, ThumbnailCard.ContentType)
                .Images.Single()
                .Url
        );
        Assert.Equal("The text first", Read<HeroCard>(text.ContentType, text.Content).Text);
        Assert.Equal(("we won", true), (Assert.Single(sut.Model.Searches).Request.Text, sut.Model.Searches[0].ByName));
    }

    [Fact]
    public async Task Query_PicturesAlone_AreTiles()
    {
        await using var sut = await CreateAsync();

        Assert.Equal("grid", (await AskAsync(sut, CreateQuery("we won"))).AttachmentLayout);
    }

    [Theory]
    [InlineData(0, 2, new[] { "best", "second" })]
    [InlineData(2, 2, new[] { "third", "fourth" })]
    [InlineData(4, 25, new[] { "fifth" })]
    public async Task Query_NextPage_ContinuesBehindTheLast(int skip, int count, string[] expected)
    {
        await using var sut = await CreateAsync();

        var result = await AskAsync(sut, CreateQuery("we won", skip, count));

        Assert.Equal(
            expected.Select(name => "Name of " + name),
            result.Attachments.Select(found => Read<HeroCard>(found.ContentType, found.Content).Title)
        );
        Assert.Equal(skip + count, Assert.Single(sut.Model.Searches).Request.Top);
    }

    [Theory]
    [InlineData("""{"commandId":"dialclipSearch"}""")]
    [InlineData("""{"commandId":"dialclipSearch","parameters":{},"queryOptions":[]}""")]
    [InlineData("""{"commandId":"dialclipSearch","parameters":[7,null,{"name":7},{"name":"query","value":7}]}""")]
    [InlineData("""{"commandId":"dialclipSearch","queryOptions":{"skip":-5,"count":99999999999}}""")]
    [InlineData("""{"commandId":"dialclipSearch","parameters":[{"name":"query","value":"\u200b "}]}""")]
    public async Task Query_OddValues_AreTakenAsNothingTyped(string value)
    {
        await using var sut = await CreateAsync();

        var result = await AskAsync(sut, CreateInvoke(JObject.Parse(value)));

        Assert.Equal("message", result.Type);
        Assert.Empty(sut.Model.Searches);
    }

    [Fact]
    public async Task Start_WithAConversation_AnswersWhatWasSaidLast()
    {
        await using var sut = await CreateAsync();
        await sut.SendAsync(CreateMessage("my dog had puppies"));
        await sut.SendAsync(CreateMessage("we won"));

        var result = await AskAsync(sut, CreateStart());

        Assert.Equal("result", result.Type);
        var (request, byName) = Assert.Single(sut.Model.Searches);
        Assert.Equal(("we won", false), (request.Text, byName));
        Assert.Equal(["my dog had puppies"], request.History.Where(IsUsers).Select(turn => turn.Text));
    }

    [Fact]
    public async Task Query_WithAConversation_HasItAsContextAndStoresNothing()
    {
        await using var sut = await CreateAsync();
        await sut.SendAsync(CreateMessage("my dog had puppies"));
        var before = JsonConvert.SerializeObject((await sut.RecordAsync(Channels.Msteams)).ToItem());

        await AskAsync(sut, CreateQuery("aww"));

        Assert.Equal(
            ["my dog had puppies"],
            Assert.Single(sut.Model.Searches).Request.History.Where(IsUsers).Select(turn => turn.Text)
        );
        Assert.Equal(before, JsonConvert.SerializeObject((await sut.RecordAsync(Channels.Msteams)).ToItem()));
        Assert.DoesNotContain(sut.Events, recorded => recorded is DialClip.Experiments.Events.Exposure);
    }

    [Fact]
    public async Task Query_ModeOff_DoesNotLookAtTheMemory()
    {
        await using var sut = await CreateAsync(("DialClip:Replies:Mode", "Off"));
        await sut.SendAsync(CreateMessage("my dog had puppies"));

        var typed = await AskAsync(sut, CreateQuery("aww"));
        var start = await AskAsync(sut, CreateStart());

        Assert.Equal(("result", "message"), (typed.Type, start.Type));
        Assert.Empty(Assert.Single(sut.Model.Searches).Request.History);
    }

    [Fact]
    public async Task Query_ModelFails_IsASentenceAndALogLine()
    {
        await using var sut = await CreateAsync();
        sut.Model.BeforeAnswer = _ => throw new InvalidOperationException("No model is loaded.");

        var result = await AskAsync(sut, CreateQuery("we won"));

        Assert.Equal("message", result.Type);
        Assert.Contains(
            sut.Logs.Lines,
            line => line.Message.Contains("message extension failed", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Query_PicturesWithoutAnAddress_GivesTheTexts()
    {
        await using var sut = await CreateAsync(("DialClip:Media:BaseUrl", ""));
        sut.Model.Texts = ["first"];

        var result = await AskAsync(sut, CreateQuery("we won"));

        Assert.Equal(
            "The text first",
            Read<HeroCard>(HeroCard.ContentType, Assert.Single(result.Attachments).Content).Text
        );
    }

    [Theory]
    [InlineData("composeExtension/query", "hostSearch", Channels.Msteams)]
    [InlineData("composeExtension/query", "DialClipSearch", Channels.Msteams)]
    [InlineData("composeExtension/selectItem", "dialclipSearch", Channels.Msteams)]
    [InlineData("composeExtension/query", "dialclipSearch", Channels.Directline)]
    public async Task Invoke_OfTheHostBot_ReachesIt(string name, string command, string channel)
    {
        await using var sut = await CreateAsync();
        var reached = false;
        sut.HostBot = (_, _) =>
        {
            reached = true;
            return Task.CompletedTask;
        };
        var invoke = CreateInvoke(new JObject { ["commandId"] = command });
        (invoke.Name, invoke.ChannelId) = (name, channel);

        var sent = await sut.SendAsync(invoke);

        Assert.True(reached);
        Assert.Empty(sent);
    }

    [Fact]
    public async Task Query_LongestPage_IsWithinTheLimitsOfTeams()
    {
        await using var sut = await CreateAsync();
        sut.Model.Texts = [.. Enumerable.Range(0, 30).Select(number => new string('x', 9000) + number)];

        var result = await AskAsync(sut, CreateQuery("we won"));

        Assert.Equal(25, result.Attachments.Count);
        Assert.All(
            result.Attachments,
            found => Assert.InRange(JsonConvert.SerializeObject(found).Length, 1, 28 * 1024)
        );
    }

    private static Task<TurnHarness> CreateAsync(params (string Key, string Value)[] settings)
    {
        var all = new Dictionary<string, string?>(Settings);
        foreach (var (key, value) in settings)
            all[key] = value;
        return TurnHarness.CreateAsync(all);
    }

    private static async Task<MessagingExtensionResult> AskAsync(TurnHarness sut, Activity invoke)
    {
        sut.HostBot = (turn, _) =>
            turn.Activity.Type == ActivityTypes.Invoke
                ? throw new InvalidOperationException("The host bot was asked.")
                : Task.CompletedTask;
        var sent = Assert.Single(await sut.SendAsync(invoke));
        Assert.Equal(ActivityTypesEx.InvokeResponse, sent.Type);
        var response = Assert.IsType<InvokeResponse>(sent.Value);
        Assert.Equal(200, response.Status);
        // As it goes over the wire.
        var json = JsonConvert.SerializeObject(response.Body, HttpHelper.BotMessageSerializerSettings);
        return JsonConvert.DeserializeObject<MessagingExtensionResponse>(json)!.ComposeExtension;
    }

    private static T Read<T>(string contentType, object content, string expected = HeroCard.ContentType)
    {
        Assert.Equal(expected, contentType);
        return JObject.FromObject(content).ToObject<T>()!;
    }

    private static bool IsUsers(StoredTurn turn) => turn.Speaker == Encoders.Speaker.User;

    private static Activity CreateMessage(string text) =>
        new(ActivityTypes.Message) { ChannelId = Channels.Msteams, Text = text };

    private static Activity CreateStart() =>
        CreateInvoke(
            JObject.Parse(
                """
                {"commandId":"dialclipSearch","parameters":[{"name":"initialRun","value":"true"}],
                "queryOptions":{"skip":0,"count":25}}
                """
            )
        );

    private static Activity CreateQuery(string text, int skip = 0, int count = 25) =>
        CreateInvoke(
            JObject.FromObject(
                new
                {
                    commandId = "dialclipSearch",
                    parameters = new[] { new { name = "query", value = text } },
                    queryOptions = new { skip, count },
                }
            )
        );

    private static Activity CreateInvoke(JObject value) =>
        new(ActivityTypes.Invoke)
        {
            ChannelId = Channels.Msteams,
            Name = "composeExtension/query",
            Value = value,
        };
}
