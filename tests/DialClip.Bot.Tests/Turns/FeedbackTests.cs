using DialClip.Experiments.Events;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Connector;
using Microsoft.Bot.Schema;
using Newtonsoft.Json.Linq;

namespace DialClip.Bot.Tests.Turns;

public sealed class FeedbackTests
{
    [Fact]
    public async Task Reaction_ToAReply_IsRecordedOnceAndTakenBackOnce()
    {
        await using var sut = await TurnHarness.CreateAsync();
        var reply = Assert.Single(await sut.SayAsync("hello"));
        Activity Reaction(string[]? added, string[]? removed) =>
            new(ActivityTypes.MessageReaction)
            {
                ReplyToId = reply.Id,
                ReactionsAdded = added?.Select(type => new MessageReaction(type)).ToList(),
                ReactionsRemoved = removed?.Select(type => new MessageReaction(type)).ToList(),
            };

        await sut.SendAsync(Reaction(["heart"], null));
        await sut.SendAsync(Reaction(["like"], null));
        await sut.SendAsync(Reaction(null, ["like"]));
        await sut.SendAsync(Reaction(null, ["heart"]));
        await sut.SendAsync(Reaction(null, ["heart"]));

        var feedback = sut.Events.OfType<Feedback>().ToList();
        Assert.Equal([true, null], feedback.Select(item => item.Liked));
        Assert.All(
            feedback,
            item =>
                Assert.Equal(
                    ("reaction", sut.Events.OfType<Exposure>().Single().ImpressionId),
                    (item.Source, item.ImpressionId)
                )
        );
    }

    [Theory]
    [InlineData("like", true)]
    [InlineData("plusOne", true)]
    [InlineData("+1", true)]
    [InlineData("thumbsup::skin-tone-3", true)]
    [InlineData("love", true)]
    [InlineData("\U0001f44d\U0001f3fd", true)]
    [InlineData("\u2764\ufe0f", true)]
    [InlineData("-1", false)]
    [InlineData("thumbsdown", false)]
    [InlineData("\U0001f44e", false)]
    [InlineData("Angry", false)]
    public async Task Reaction_OfAChannel_IsALikeOrADislike(string type, bool liked)
    {
        await using var sut = await TurnHarness.CreateAsync();
        var reply = Assert.Single(await sut.SayAsync("hello"));

        await sut.SendAsync(
            new Activity(ActivityTypes.MessageReaction)
            {
                ReplyToId = reply.Id,
                ReactionsAdded = [new MessageReaction(type)],
            }
        );

        Assert.Equal(liked, Assert.Single(sut.Events.OfType<Feedback>()).Liked);
    }

    [Theory]
    [InlineData("sad", true)]
    [InlineData("like", false)]
    public async Task Reaction_ThatSaysNothingOfAReply_ReachesTheHostBot(string type, bool toReply)
    {
        await using var sut = await TurnHarness.CreateAsync();
        var reply = Assert.Single(await sut.SayAsync("hello"));
        var received = false;
        sut.HostBot = (_, _) => Task.FromResult(received = true);

        await sut.SendAsync(
            new Activity(ActivityTypes.MessageReaction)
            {
                ReplyToId = toReply ? reply.Id : "another",
                ReactionsAdded = [new MessageReaction(type)],
            }
        );

        Assert.True(received);
        Assert.Empty(sut.Events.OfType<Feedback>());
    }

    [Fact]
    public async Task TeamsFeedback_ForAReply_IsAnsweredWith200AndRecordedOnce()
    {
        await using var sut = await TurnHarness.CreateAsync();
        sut.Adapter.Conversation.ChannelId = Channels.Msteams;
        var reply = Assert.Single(await sut.SayAsync("hello"));

        var answers = new List<Activity>();
        for (var time = 0; time < 3; time++)
            answers.AddRange(await sut.SendAsync(Submit(reply.Id, "dislike")));

        Assert.Equal(3, answers.Count);
        Assert.All(
            answers,
            answer =>
                Assert.Equal(
                    (ActivityTypesEx.InvokeResponse, 200),
                    (answer.Type, ((InvokeResponse)answer.Value).Status)
                )
        );
        Assert.False(Assert.Single(sut.Events.OfType<Feedback>()).Liked);
    }

    [Fact]
    public async Task TeamsFeedback_ForAReplyOfLongAgo_IsStillOursAndCountsOnce()
    {
        await using var sut = await TurnHarness.CreateAsync(
            new Dictionary<string, string?> { ["DialClip:Replies:NoRepeat"] = "0" }
        );
        sut.Adapter.Conversation.ChannelId = Channels.Msteams;
        var first = Assert.Single(await sut.SayAsync("hello"));
        for (var number = 0; number < 20; number++)
            await sut.SayAsync($"hello {number}");

        var answers = new List<Activity>();
        for (var time = 0; time < 3; time++)
            answers.AddRange(await sut.SendAsync(Submit(first.Id, "like")));

        Assert.Equal([200, 200, 200], answers.Select(answer => ((InvokeResponse)answer.Value).Status));
        Assert.Equal(
            sut.Events.OfType<Exposure>().First().ImpressionId,
            Assert.Single(sut.Events.OfType<Feedback>()).ImpressionId
        );
    }

    [Theory]
    [InlineData("another", "like")]
    [InlineData(null, "shrug")]
    public async Task TeamsFeedback_ThatIsNotOurs_ReachesTheHostBot(string? message, string reaction)
    {
        await using var sut = await TurnHarness.CreateAsync();
        var reply = Assert.Single(await sut.SayAsync("hello"));
        var received = "";
        sut.HostBot = (turn, _) =>
        {
            received = turn.Activity.Name;
            return Task.CompletedTask;
        };

        await sut.SendAsync(Submit(message ?? reply.Id, reaction));

        Assert.Equal("message/submitAction", received);
    }

    [Fact]
    public async Task Thumbs_OfTwoPeople_AreBothRecorded()
    {
        await using var sut = await TurnHarness.CreateAsync();
        var reply = Assert.Single(await sut.SayAsync("hello"));
        var impression = (string)((JObject)reply.ChannelData)["dialclip"]!["impression"]!;

        foreach (
            var (user, interaction) in new[]
            {
                ("ann", "like"),
                ("bob", "dislike"),
                ("ann", "like"),
                ("bob", "dislike"),
            }
        )
            await sut.SendAsync(
                new Activity(ActivityTypes.Event)
                {
                    Name = "webchat:activity-status/feedback",
                    From = new ChannelAccount(user),
                    Entities =
                    [
                        new Entity("https://schema.org/LikeAction")
                        {
                            Properties = new JObject
                            {
                                ["target"] = new JObject
                                {
                                    ["urlTemplate"] =
                                        $"ms-directline://postback?interaction={interaction}&imp={impression}",
                                },
                            },
                        },
                    ],
                }
            );

        var feedback = sut.Events.OfType<Feedback>().ToList();
        Assert.Equal([true, false], feedback.Select(item => item.Liked));
        Assert.Equal(2, feedback.Select(item => item.Rater).Distinct().Count());
        Assert.DoesNotContain(feedback, item => item.Rater!.Contains("ann", StringComparison.Ordinal));
    }

    private static Activity Submit(string message, string reaction) =>
        new(ActivityTypes.Invoke)
        {
            Name = "message/submitAction",
            ReplyToId = message,
            Value = new JObject
            {
                ["actionName"] = "feedback",
                ["actionValue"] = new JObject { ["reaction"] = reaction, ["feedback"] = "{\"feedbackText\":\"\"}" },
            },
        };
}
