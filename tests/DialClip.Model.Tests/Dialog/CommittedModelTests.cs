using DialClip.Encoders;
using DialClip.Model.Dialog;

namespace DialClip.Model.Tests.Dialog;

/// <summary>The answers of the committed models to messages that are unlike their training.</summary>
public sealed class CommittedModelTests(CommittedModel committed) : IClassFixture<CommittedModel>
{
    [Theory]
    [InlineData("\U0001f389", "1F389")]
    [InlineData("\U0001f602", "1F602")]
    [InlineData("\U0001f602\U0001f602\U0001f602", "1F602")]
    [InlineData("\U0001f44d\U0001f3fd", "1F44D")]
    [InlineData("\u2614", "2614")]
    [InlineData("\u2764", "2764")]
    [InlineData("\u2764\ufe0f", "2764")]
    [InlineData("7\ufe0f\u20e3", "0037-FE0F-20E3")]
    public async Task Emoji_OfTheCatalog_IsAnsweredWithThatSticker(string text, string expected)
    {
        var decision = await committed.DecideAsync(text);

        Assert.Equal((expected, ReplyReasons.ExactMatch), (decision.Candidate?.Item.Id, decision.Reason));
    }

    [Fact]
    public async Task Emoji_EveryOneOfTheCatalog_IsItsOwnAnswer()
    {
        foreach (var item in committed.Catalog.Items.Where(item => item.Modality == Modality.Picture))
        {
            var codePoints = item.Id.Split('-').Select(point => Convert.ToInt32(point, 16));
            var text = string.Concat(codePoints.Select(char.ConvertFromUtf32));

            var decision = await committed.DecideAsync(text);

            Assert.Equal((item.Id, ReplyReasons.ExactMatch), (decision.Candidate?.Item.Id, decision.Reason));
        }
    }

    [Fact]
    public async Task Emoji_JustSent_IsNotRepeated()
    {
        var decision = await committed.DecideAsync("\U0001f389", "1F389");

        Assert.Equal((ReplyKind.Silence, ReplyReasons.RecentlySent), (decision.Kind, decision.Reason));
    }

    [Theory]
    [InlineData("asdfghjkl")]
    [InlineData("qwertyuiop")]
    [InlineData("sdlkfj sdkjf")]
    [InlineData("\u0645\u0628\u0631\u0648\u0643")]
    [InlineData("\u05de\u05d6\u05dc \u05d8\u05d5\u05d1")]
    [InlineData("\u304a\u3081\u3067\u3068\u3046\u3054\u3056\u3044\u307e\u3059")]
    [InlineData("\u043f\u043e\u0437\u0434\u0440\u0430\u0432\u043b\u044f\u044e!")]
    [InlineData("\u606d\u559c")]
    [InlineData("\U0001faf0\U0001fae8\ufe0e\U0001f9ff\u200d")]
    [InlineData(":)")]
    [InlineData("33")]
    [InlineData("!!!")]
    public async Task Text_UnlikeTheTraining_IsMetWithSilence(string text)
    {
        var decision = await committed.DecideAsync(text);

        Assert.True(
            decision.Kind == ReplyKind.Silence || decision.Reason == ReplyReasons.ExactMatch,
            $"{decision.Candidate?.Item.Id} because of {decision.Reason}"
        );
    }

    [Theory]
    [InlineData("I just got the promotion!", "1F389")]
    [InlineData("I just got the promotion! \U0001f389\U0001f389", null)]
    [InlineData("hey", null)]
    [InlineData("thx", null)]
    public async Task Text_LikeTheTraining_IsNotCalledUnfamiliar(string text, string? expected)
    {
        var decision = await committed.DecideAsync(text);

        Assert.NotEqual(ReplyReasons.UnfamiliarText, decision.Reason);
        if (expected is not null)
            Assert.Equal(expected, decision.Candidate?.Item.Id);
    }

    [Theory]
    [InlineData("thumbs up", "1F44D")]
    [InlineData("OK button!", "1F197")]
    [InlineData("Grinning Face With Big Eyes", "1F603")]
    public async Task Name_OfSeveralWords_IsAnsweredWithThatSticker(string text, string expected)
    {
        var decision = await committed.DecideAsync(text);

        Assert.Equal((expected, ReplyReasons.ExactMatch), (decision.Candidate?.Item.Id, decision.Reason));
        Assert.Equal(expected, (await committed.RetrieveAsync([], text)).GetPicturesNamedFirst()[0].Item.Id);
    }

    [Fact]
    public async Task Name_BehindATextOfTheBot_SpeaksOnlyWhereThePolicyDoes()
    {
        var result = await committed.RetrieveAsync(
            [DialogTurn.FromText(Speaker.Bot, "How do you pay?")],
            "credit card"
        );

        Assert.Equal("1F4B3", result.Named.Single().Item.Id);
        Assert.Null(result.ExactMatch);
        var silent = result.Thresholds with { SilenceProbability = 0 };
        Assert.Equal(ReplyReasons.SilenceIntent, ReplyPolicy.Decide(result, silent, new HashSet<string>()).Reason);
    }

    [Fact]
    public async Task Name_OfOneWord_NeverSpeaksWhereThePolicyIsSilent()
    {
        var names = committed
            .Catalog.Items.Where(item => item.Modality == Modality.Picture && !item.Name.Contains(' '))
            .Select(item => item.Name)
            .Concat(["ok", "yes", "help", "no", "cool", "a button"])
            .ToList();
        Assert.True(names.Count > 400);
        foreach (var name in names)
        {
            var result = await committed.RetrieveAsync([], name);
            // Two words by a hyphen are two words.
            if (result.ExactMatch is not null && name.Any(sign => !char.IsLetter(sign)))
                continue;

            Assert.Null(result.ExactMatch);
            var decision = ReplyPolicy.Decide(result, result.Thresholds, new HashSet<string>());
            var without = ReplyPolicy.Decide(result with { Named = [] }, result.Thresholds, new HashSet<string>());
            Assert.Equal(without.Kind == ReplyKind.Silence, decision.Kind == ReplyKind.Silence);
            if (result.Named.Count > 0 && decision.Kind != ReplyKind.Silence)
                Assert.Equal(result.Named[0].Item.Id, decision.Candidate!.Item.Id);
        }
    }
}
