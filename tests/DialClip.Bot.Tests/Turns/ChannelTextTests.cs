using DialClip.Bot.Turns;
using Microsoft.Bot.Connector;
using Microsoft.Bot.Schema;
using Newtonsoft.Json.Linq;

namespace DialClip.Bot.Tests.Turns;

/// <summary>Texts as channels send them: with mentions, markup, and signs that nobody sees.</summary>
public sealed class ChannelTextTests
{
    private const string Promotion = "I just got the promotion!";

    [Theory]
    [InlineData("\ufeff")]
    [InlineData("\u200b")]
    [InlineData("\u200d")]
    [InlineData("\u200e")]
    [InlineData("\u200f")]
    [InlineData("\u2060")]
    [InlineData("\u2066")]
    [InlineData("\u00ad")]
    [InlineData("\u061c")]
    [InlineData("\ufe0f")]
    [InlineData("\u3164")]
    [InlineData("\u2800")]
    public async Task InvisibleSign_Anywhere_ChangesNothing(string sign)
    {
        await using var sut = await TurnHarness.CreateAsync();

        await sut.SayAsync(sign);
        Assert.Empty(sut.Model.Requests);
        Assert.Contains(
            sut.Logs.Lines,
            line => line.Message.Contains(TurnReasons.NothingToAnswer, StringComparison.Ordinal)
        );
        await sut.SayAsync(sign + Promotion);
        await sut.SayAsync(Promotion + sign);
        await sut.SayAsync("I just got" + sign + " the promotion!");
        Assert.Equal([Promotion, Promotion, Promotion], sut.Model.Requests.Select(request => request.Text));
        Assert.Contains("start", Assert.Single(await sut.SayAsync("stop" + sign)).Text, StringComparison.Ordinal);
    }

    public static TheoryData<string, string, string> Markup =>
        new()
        {
            { Channels.Msteams, "I &lt;3 pizza &amp; dogs", "I <3 pizza & dogs" },
            { Channels.Slack, "I &lt;3 pizza &amp; dogs", "I <3 pizza & dogs" },
            { Channels.Msteams, "I <3 pizza", "I <3 pizza" },
            { Channels.Msteams, "I can&#39;t believe it, I got promoted!", "I can't believe it, I got promoted!" },
            { Channels.Msteams, "&lt;b&gt; is bold", "<b> is bold" },
            { Channels.Msteams, "&amp;lt; once", "&lt; once" },
            { Channels.Msteams, "<p>one</p><div>two</div>three<br/>four", "one  two three four" },
            { Channels.Msteams, "<at>Ann Lee</at> just got it", "Ann Lee just got it" },
            { Channels.Msteams, "a <script> and <nobody>", "a <script> and <nobody>" },
            { Channels.Webchat, "I typed &amp; and <b> and meant it", "I typed &amp; and <b> and meant it" },
            { Channels.Directline, "&lt;3", "&lt;3" },
        };

    [Theory]
    [MemberData(nameof(Markup))]
    public async Task Markup_OfAChannel_IsReadOnce(string channel, string text, string expected)
    {
        await using var sut = await TurnHarness.CreateAsync();

        var message = CreateMessage(channel, text);

        await sut.SendAsync(message);

        Assert.Equal(expected.Replace("  ", " ", StringComparison.Ordinal), GetText(sut));
        Assert.Equal(text, message.Text);
    }

    [Fact]
    public async Task Xml_OnAnyChannel_IsReadWithoutTags()
    {
        await using var sut = await TurnHarness.CreateAsync();
        var message = CreateMessage(Channels.Webchat, "<b>I just got</b> the <i class=\"x\">promotion</i>&#33;");
        message.TextFormat = TextFormatTypes.Xml;

        await sut.SendAsync(message);

        Assert.Equal(Promotion, GetText(sut));
    }

    public static TheoryData<string, string?, string?> Mentions =>
        new()
        {
            { "<at>Bot</at>&nbsp;stop", "<at>Bot</at>", "Bot" },
            { "<at>Bot</at> stop", null, "Bot" },
            { "<at>bot</at> stop", null, null },
            { "@Bot stop", null, "Bot" },
            { "<at>Bot</at>stop&nbsp;", "Bot", "Bot" },
            { "<at>R&amp;D Bot</at> stop", "<at>R&D Bot</at>", "R&D Bot" },
            { "<at>R&amp;D Bot</at> stop", null, "R&D Bot" },
            { "<at id=\"0\">Bot</at> stop", "<at id=\"0\">Bot</at>", "Bot" },
            { "<at id=\"0\">Bot</at> stop", "<at>Bot</at>", "Bot" },
            { "<at>Bot</at> stop <at>Bot</at>", "<at>Bot</at>", "Bot" },
            { "<p><at>Bot</at>&#160;<b>Stop</b>&#33;</p>", "<at>Bot</at>", "Bot" },
            { "<at>Bot</at> STOP \u2026", "<at>Bot</at>", "Bot" },
        };

    [Theory]
    [MemberData(nameof(Mentions))]
    public async Task Mention_OfTheBot_IsNoPartOfACommand(string text, string? mentionText, string? name)
    {
        await using var sut = await TurnHarness.CreateAsync();
        var message = CreateMessage(Channels.Msteams, text);
        message.Conversation = new ConversationAccount(isGroup: true, id: "g");
        message.Entities = [CreateMention("bot", name, mentionText)];

        var sent = await sut.SendAsync(message);

        Assert.Contains("start", Assert.Single(sent).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "@Bot write to me@bot.example about the @Bottom line",
        "write to me@bot.example about the @Bottom line"
    )]
    [InlineData("hey<at>Bot</at>nice", "hey nice")]
    [InlineData("\u4f60\u597d@Bot\u505c", "\u4f60\u597d \u505c")]
    public async Task Mention_OfTheBotBetweenWords_LeavesTheWords(string text, string expected)
    {
        await using var sut = await TurnHarness.CreateAsync();
        var message = CreateMessage(Channels.Emulator, text);
        message.Entities = [CreateMention("bot", "Bot", null)];

        await sut.SendAsync(message);

        Assert.Equal(expected, GetText(sut));
    }

    [Theory]
    [InlineData("Stop.", true)]
    [InlineData("STOP !!!", true)]
    [InlineData("\"stop\"", true)]
    [InlineData("\u201cstop\u201d", true)]
    [InlineData("\u00a1stop!", true)]
    [InlineData("**stop**", true)]
    [InlineData("stop\u3002", true)]
    [InlineData("stop, ", true)]
    [InlineData("stop\ufffc", true)]
    [InlineData("stop?", false)]
    [InlineData("/stop", false)]
    [InlineData("stop it", false)]
    [InlineData("\u201c\u201d", false)]
    public async Task Stop_WithMarks_IsTheCommandUnlessTheyChangeIt(string text, bool isCommand)
    {
        await using var sut = await TurnHarness.CreateAsync();

        await sut.SayAsync(text);

        Assert.Equal(isCommand, (await sut.RecordAsync()).Stopped);
    }

    [Theory]
    [InlineData("arre\u0302t", true)]
    [InlineData("ARR\u00caT!", true)]
    [InlineData("!halt", true)]
    [InlineData("halt", false)]
    public async Task Stop_OfTheSettings_IsHeardAsItIsWritten(string text, bool isCommand)
    {
        await using var sut = await TurnHarness.CreateAsync(
            new Dictionary<string, string?> { ["DialClip:Conversation:StopCommand"] = "arr\u00eat, !halt" }
        );

        await sut.SayAsync(text);

        Assert.Equal(isCommand, (await sut.RecordAsync()).Stopped);
    }

    [Fact]
    public async Task Mention_OfSomebodyElse_LeavesTheName()
    {
        await using var sut = await TurnHarness.CreateAsync();
        var message = CreateMessage(Channels.Emulator, "<at>Ann Lee</at> just got the promotion!");
        message.Entities = [CreateMention("29:ann", "Ann Lee", "<at>Ann Lee</at>")];

        await sut.SendAsync(message);

        Assert.Equal("Ann Lee just got the promotion!", GetText(sut));
    }

    private static string? GetText(TurnHarness sut) =>
        Assert.Single(sut.Model.Requests).Text?.Replace("  ", " ", StringComparison.Ordinal);

    private static Activity CreateMessage(string channel, string text) =>
        new(ActivityTypes.Message)
        {
            ChannelId = channel,
            Text = text,
            Recipient = new("28:bot", "Bot"),
            From = new("29:user"),
            Conversation = new(id: "c"),
        };

    private static Entity CreateMention(string id, string? name, string? text)
    {
        var mentioned = new JObject { ["id"] = id };
        if (name is not null)
            mentioned["name"] = name;
        var properties = new JObject { ["mentioned"] = mentioned };
        if (text is not null)
            properties["text"] = text;
        return new("mention") { Properties = properties };
    }
}
