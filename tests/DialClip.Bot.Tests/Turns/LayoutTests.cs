using System.Globalization;
using DialClip.Experiments.Events;
using Microsoft.Bot.Connector;
using Microsoft.Bot.Schema;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace DialClip.Bot.Tests.Turns;

public sealed class LayoutTests
{
    [Fact]
    public async Task Picture_Alone_HasItsNameAsAlternativeText()
    {
        var reply = await ReplyAsync("Picture", Channels.Webchat);

        var attachment = Assert.Single(reply.Attachments);
        Assert.Equal(
            ("image/png", "Name of best", "Name of best"),
            (attachment.ContentType, attachment.Name, reply.Summary)
        );
        Assert.EndsWith("/best.png", attachment.ContentUrl, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HeroCard_Picture_HasTitleAndAlternativeText()
    {
        var reply = await ReplyAsync("HeroCard", Channels.Slack);

        var card = Assert.IsType<HeroCard>(Assert.Single(reply.Attachments).Content);
        Assert.Equal(("Name of best", "Name of best"), (card.Title, Assert.Single(card.Images).Alt));
    }

    [Theory]
    [InlineData(Channels.Msteams, "application/vnd.microsoft.card.adaptive")]
    [InlineData(Channels.Webchat, "application/vnd.microsoft.card.adaptive")]
    [InlineData(Channels.Slack, HeroCard.ContentType)]
    public async Task AdaptiveCard_Channel_GetsWhatItDraws(string channel, string expected)
    {
        var attachment = Assert.Single((await ReplyAsync("AdaptiveCard", channel)).Attachments);

        Assert.Equal(expected, attachment.ContentType);
        if (attachment.Content is JObject card)
            Assert.Equal(
                ("AdaptiveCard", "Name of best"),
                ((string)card["type"]!, (string)card["body"]![0]!["altText"]!)
            );
    }

    [Fact]
    public async Task Carousel_SeveralPictures_AreOneImpressionAndNotRepeated()
    {
        await using var sut = await TurnHarness.CreateAsync(
            new Dictionary<string, string?>
            {
                ["DialClip:Replies:Layout"] = "Carousel",
                ["DialClip:Replies:CarouselSize"] = "3",
            }
        );

        var first = Assert.Single(await sut.SayAsync("hello"));
        var second = Assert.Single(await sut.SayAsync("hello again"));

        Assert.Equal(AttachmentLayoutTypes.Carousel, first.AttachmentLayout);
        Assert.Equal(["Name of best", "Name of second", "Name of third"], first.Attachments.Select(item => item.Name));
        Assert.Equal(["Name of fourth", "Name of fifth"], second.Attachments.Select(item => item.Name));
        var exposure = Assert.IsType<Exposure>(sut.Events[0]);
        Assert.Equal(("best", "second third"), (exposure.ItemId, string.Join(' ', exposure.OtherItemIds!)));
        Assert.Equal(2, (await sut.RecordAsync()).Impressions.Length);
    }

    [Theory]
    [InlineData(3, 9)]
    [InlineData(5000, 9)]
    public async Task Carousel_OnTeams_IsWithinTheLimitOfItsCards(int nameLength, int size)
    {
        await using var sut = await TurnHarness.CreateAsync(
            new Dictionary<string, string?>
            {
                ["DialClip:Media:BaseUrl"] = "https://bot.example/" + new string('p', 4000) + "/",
                ["DialClip:Replies:Layout"] = "Carousel",
                ["DialClip:Replies:CarouselSize"] = size.ToString(CultureInfo.InvariantCulture),
            }
        );
        sut.Adapter.Conversation.ChannelId = Channels.Msteams;
        sut.Model.Pictures = [.. Enumerable.Range(0, size).Select(number => $"{number}{new string('n', nameLength)}")];

        var reply = Assert.Single(await sut.SayAsync("hello"));

        Assert.InRange(JsonConvert.SerializeObject(reply).Length, 1, 28 * 1024);
        Assert.InRange(reply.Attachments.Count, 1, size - 1);
        Assert.All(reply.Attachments, card => Assert.InRange(card.Name.Length, 1, 256));
        var exposure = Assert.IsType<Exposure>(sut.Events[0]);
        Assert.Equal(reply.Attachments.Count - 1, exposure.OtherItemIds?.Count ?? 0);
    }

    [Fact]
    public async Task Text_VeryLong_IsShortened()
    {
        await using var sut = await TurnHarness.CreateAsync();
        (sut.Model.Pictures, sut.Model.Texts) = ([], [new string('x', 50_000)]);

        var reply = Assert.Single(await sut.SayAsync("hello"));

        Assert.Equal(8000, reply.Text.Length);
        Assert.EndsWith("x…", reply.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_Best_IsSentAsText()
    {
        await using var sut = await TurnHarness.CreateAsync(
            new Dictionary<string, string?> { ["DialClip:Replies:Layout"] = "Carousel" }
        );
        (sut.Model.Pictures, sut.Model.Texts) = ([], ["greeting"]);

        var reply = Assert.Single(await sut.SayAsync("hello"));

        Assert.Equal(("The text greeting", 0), (reply.Text, reply.Attachments?.Count ?? 0));
    }

    [Fact]
    public async Task Teams_Reply_AsksForFeedbackInTeamsOwnWay()
    {
        var reply = await ReplyAsync("Picture", Channels.Msteams);

        Assert.Equal("default", (string)((JObject)reply.ChannelData)["feedbackLoop"]!["type"]!);
        Assert.True(reply.Entities is null || reply.Entities.Count == 0);
    }

    [Theory]
    [InlineData(Channels.Msteams, "https://smba.trafficmanager.net/emea/")]
    [InlineData(Channels.Webchat, "https://webchat.botframework.com/")]
    [InlineData(Channels.Directline, "https://directline.botframework.com/")]
    [InlineData(Channels.Emulator, "http://localhost:53000/")]
    public async Task Reply_PictureWithoutAnAddressForTheChannel_HostBotAnswers(string channel, string serviceUrl)
    {
        await using var sut = await TurnHarness.CreateAsync(
            new Dictionary<string, string?> { ["DialClip:Media:BaseUrl"] = "" }
        );
        (sut.Adapter.Conversation.ChannelId, sut.Adapter.Conversation.ServiceUrl) = (channel, serviceUrl);

        Assert.Equal("host: hello", Assert.Single(await sut.SayAsync("hello")).Text);

        Assert.Contains(sut.Logs.Lines, line => line.Message.Contains("reply-not-made", StringComparison.Ordinal));
        Assert.Empty(sut.Events);
        Assert.Empty((await sut.RecordAsync()).Impressions);
    }

    [Theory]
    [InlineData("Picture")]
    [InlineData("Carousel")]
    public async Task Reply_PictureThatTheChannelCannotDisplay_IsNotSentAndNoExposure(string layout)
    {
        await using var sut = await TurnHarness.CreateAsync(
            new Dictionary<string, string?> { ["DialClip:Replies:Layout"] = layout }
        );
        sut.Adapter.Conversation.ChannelId = Channels.Msteams;
        // Drawings have no rendition.
        sut.Model.Extension = ".svg";

        Assert.Equal("host: hello", Assert.Single(await sut.SayAsync("hello")).Text);

        Assert.Contains(sut.Logs.Lines, line => line.Message.Contains("reply-not-made", StringComparison.Ordinal));
        Assert.Empty(sut.Events);
        Assert.Empty((await sut.RecordAsync()).Impressions);
    }

    private static async Task<Activity> ReplyAsync(string layout, string channel)
    {
        await using var sut = await TurnHarness.CreateAsync(
            new Dictionary<string, string?> { ["DialClip:Replies:Layout"] = layout }
        );
        sut.Adapter.Conversation.ChannelId = channel;
        return Assert.Single(await sut.SayAsync("hello"));
    }
}
