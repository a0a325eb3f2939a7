using Microsoft.Bot.Schema;
using Newtonsoft.Json.Linq;

namespace DialClip.Bot.Tests.ExistingBot;

/// <summary>The conversations that are held with the existing bot.</summary>
internal static class Scripts
{
    /// <summary>When all of it happens.</summary>
    public static readonly DateTimeOffset Time = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static readonly Script OneToOne = new(
        "OneToOne",
        () => Place("test", "talk", false),
        [
            new(() =>
                new(ActivityTypes.ConversationUpdate) { MembersAdded = [new("bot", "Bot"), new("user1", "User1")] }
            ),
            Say("hello"),
            Say("when are you open?"),
            Say("where are you?"),
            Say("what do you have?"),
            Say("do you have a picture?"),
            Say("do you deliver?"),
            Say("order"),
            Say("cake"),
            Say("tea"),
            Say("many"),
            Say("2"),
            Say("no"),
            Say("toast"),
            Say("3"),
            Say("yes"),
            Say("order"),
            Say("cancel"),
            Say("hello again"),
            Say("remind me"),
            Step.Remind,
            Say("correct yourself"),
            Say("take it back"),
            Say("swear"),
            Say("fall over"),
            Say("still there?"),
            new(() =>
                new(ActivityTypes.Message)
                {
                    Text = "look",
                    Attachments =
                    [
                        new("image/png", "data:image/png;base64,AAAA"),
                        new("text/html", content: "<p>look</p>"),
                    ],
                    ChannelData = new JObject { ["clientActivityID"] = "c1" },
                }
            ),
            new(() =>
                new(ActivityTypes.Message)
                {
                    Attachments = [new("image/png", "https://elsewhere.example/a.png"), null!],
                }
            ),
            new(() =>
                new(ActivityTypes.Message)
                {
                    Text = "odd",
                    Entities =
                    [
                        new Entity("mention")
                        {
                            Properties = JObject.Parse("""{ "mentioned": "somebody", "text": 3 }"""),
                        },
                        new Entity("mention"),
                    ],
                }
            ),
            new(() =>
                new(ActivityTypes.Message)
                {
                    Value = new JObject { ["button"] = "call" },
                    ChannelData = new JObject { ["postBack"] = true },
                }
            ),
            new(() => new(ActivityTypes.Typing)),
            new(() => new(ActivityTypes.MessageUpdate) { Text = "hullo" }),
            new(() => new(ActivityTypes.MessageDelete)),
            new(() => new(ActivityTypes.MessageReaction) { ReplyToId = "sent-2", ReactionsAdded = [new("like")] }),
            new(() => new(ActivityTypes.MessageReaction) { ReplyToId = "sent-2", ReactionsRemoved = [new("like")] }),
            new(() => new(ActivityTypes.Event) { Name = "shop/opened", Value = "8:00" }),
            new(() => new(ActivityTypes.Event) { Name = "shop/unknown" }),
            new(() =>
                new(ActivityTypes.Event)
                {
                    Name = "webchat:activity-status/feedback",
                    Entities =
                    [
                        new Entity("https://schema.org/LikeAction")
                        {
                            Properties = JObject.Parse("""{ "target": "the bot's own" }"""),
                        },
                        null!,
                    ],
                }
            ),
            new(() =>
                new(ActivityTypes.Invoke)
                {
                    Name = "shop/price",
                    Value = new JObject { ["item"] = "tea" },
                }
            ),
            new(() => new(ActivityTypes.Invoke) { Name = "shop/unknown" }),
            new(() => new("shop/own-type") { Text = "nobody knows it" }),
            new(() => new(ActivityTypes.EndOfConversation)),
        ]
    );

    public static readonly Script Group = new(
        "Group",
        () => Place("test", "crowd", true),
        [
            Say("hello all"),
            Mention("when are you open?"),
            Say("order"),
            Mention("order"),
            Say("tea", "user2"),
            Say("1"),
            Mention("yes"),
            Mention("order", "user2"),
            Say("cancel"),
            new(() =>
                new(ActivityTypes.Message)
                {
                    Text = "odd",
                    Entities =
                    [
                        new Entity("mention") { Properties = JObject.Parse("""{ "mentioned": "somebody" }""") },
                    ],
                }
            ),
            Mention("remind me"),
            Step.Remind,
        ]
    );

    /// <summary>The group's messages that do not mention the bot.</summary>
    public static readonly Script Unaddressed = new(
        "Unaddressed",
        Group.Conversation,
        [Say("hello all"), Say("order"), Say("tea", "user2"), Say("1"), Say("yes"), Say("swear"), Say("fall over")]
    );

    public static readonly Script Teams = new(
        "Teams",
        () => Place("msteams", "19:meeting@thread.tacv2", true),
        [
            new(() => new(ActivityTypes.InstallationUpdate) { Action = "add", ChannelData = TeamsData() }),
            new(() =>
                new(ActivityTypes.ConversationUpdate)
                {
                    MembersAdded = [new("29:user2", "User2")],
                    ChannelData = TeamsData("teamMemberAdded"),
                }
            ),
            Mention("when are you open?"),
            Mention("order"),
            Mention("scones"),
            Mention("4"),
            Mention("yes"),
            Mention("correct yourself"),
            Mention("take it back"),
            new(() =>
                new(ActivityTypes.Message)
                {
                    Text = "look",
                    ChannelData = TeamsData(),
                    Attachments =
                    [
                        new("image/*", "https://smba.trafficmanager.net/emea/v3/attachments/0/views/original"),
                        new("text/html", content: "<img src=x>"),
                    ],
                }
            ),
            new(() => new(ActivityTypes.MessageUpdate) { Text = "look here", ChannelData = TeamsData("editMessage") }),
            new(() => new(ActivityTypes.MessageDelete) { ChannelData = TeamsData("softDeleteMessage") }),
            new(() => new(ActivityTypes.MessageReaction) { ReplyToId = "sent-1", ReactionsAdded = [new("heart")] }),
            new(() =>
                new(ActivityTypes.Invoke)
                {
                    Name = "message/submitAction",
                    ReplyToId = "ours",
                    Value = JObject.Parse("""{ "actionName": "feedback", "actionValue": { "reaction": "like" } }"""),
                }
            ),
            new(() =>
                new(ActivityTypes.Invoke)
                {
                    Name = "message/submitAction",
                    ReplyToId = "theirs",
                    Value = JObject.Parse("""{ "actionName": "feedback", "actionValue": { "reaction": "dislike" } }"""),
                }
            ),
            new(() =>
                new(ActivityTypes.Invoke)
                {
                    Name = "task/fetch",
                    Value = new JObject { ["data"] = 1 },
                }
            ),
        ]
    );

    /// <summary>
    /// Words that are commands to the plugin where it answers by itself, and the bot's own business everywhere else.
    /// </summary>
    public static readonly Script Commands = new(
        "Commands",
        () => Place("test", "words", false),
        [Say("stop"), Say("start"), Say("order"), Say("stop"), Say("Stop."), Say("order"), Say("start"), Say("cancel")]
    );

    /// <summary>Messages that a channel delivers twice.</summary>
    public static readonly Script Twice = new(
        "Twice",
        () => Place("test", "echoes", false),
        [Again("order"), Again("order"), Say("tea"), Again("order")]
    );

    /// <summary>
    /// What only a real adapter shows: answers in the response, statuses, ids of the channel's choice.
    /// </summary>
    public static readonly Script Http = new(
        "Http",
        () => Place("emulator", "line|1", false),
        [
            new(() =>
                new(ActivityTypes.ConversationUpdate) { MembersAdded = [new("bot", "Bot"), new("user1", "User1")] }
            ),
            Say("hello"),
            Say("order"),
            Say("tea"),
            Say("1"),
            Say("yes"),
            Say("correct yourself"),
            Say("take it back"),
            Say("remind me"),
            Step.Remind,
            Expecting("when are you open?"),
            Expecting("order"),
            Expecting("remind me"),
            Expecting("cancel"),
            Expecting("fall over"),
            Expecting("swear"),
            Say("fall over"),
            Say("still there?"),
            new(() => new(ActivityTypes.MessageUpdate) { Id = "in-2", Text = "hullo" }),
            new(() => new(ActivityTypes.MessageDelete) { Id = "in-2" }),
            new(() => new(ActivityTypes.MessageReaction) { ReplyToId = "sent-2", ReactionsAdded = [new("like")] }),
            new(() => new(ActivityTypes.Event) { Name = "shop/opened", Value = "8:00" }),
            new(() =>
                new(ActivityTypes.Invoke)
                {
                    Name = "shop/price",
                    Value = new JObject { ["item"] = "tea" },
                }
            ),
            new(() => new(ActivityTypes.Invoke) { Name = "shop/price", DeliveryMode = DeliveryModes.ExpectReplies }),
            new(() => new(ActivityTypes.Invoke) { Name = "shop/unknown" }),
            new(() =>
                new(ActivityTypes.Invoke)
                {
                    Name = "message/submitAction",
                    ReplyToId = "ours",
                    Value = JObject.Parse("""{ "actionName": "feedback", "actionValue": { "reaction": "like" } }"""),
                }
            ),
            new(() =>
                new(ActivityTypes.Invoke)
                {
                    Name = "message/submitAction",
                    ReplyToId = "theirs",
                    Value = JObject.Parse("""{ "actionName": "feedback", "actionValue": { "reaction": "like" } }"""),
                }
            ),
            new(() => new(ActivityTypes.EndOfConversation)),
        ]
    );

    public static readonly Script[] All = [OneToOne, Group, Unaddressed, Teams, Commands, Twice];

    public static Step Say(string text, string user = "user1") =>
        new(() => new(ActivityTypes.Message) { Text = text, From = new(user, user) });

    private static Step Mention(string text, string user = "user1") =>
        new(() =>
        {
            var mention = new Entity();
            mention.SetAs(new Mention(new ChannelAccount("bot", "Bot"), "<at>Bot</at>"));
            return new(ActivityTypes.Message)
            {
                Text = $"<at>Bot</at> {text}",
                From = new(user, user),
                Entities = [mention],
            };
        });

    private static Step Expecting(string text) =>
        new(() => new(ActivityTypes.Message) { Text = text, DeliveryMode = DeliveryModes.ExpectReplies });

    // A client that was not heard sends the same once more, under the same id.
    private static Step Again(string text) =>
        new(() =>
            new(ActivityTypes.Message)
            {
                Text = text,
                ChannelData = new JObject { ["clientActivityID"] = "again" },
            }
        );

    private static JObject TeamsData(string? kind = null) =>
        new()
        {
            ["tenant"] = new JObject { ["id"] = "tenant" },
            ["eventType"] = kind,
        };

    private static ConversationReference Place(string channel, string id, bool isGroup) =>
        new()
        {
            ChannelId = channel,
            ServiceUrl = "https://test.com",
            Locale = "en-us",
            Conversation = new ConversationAccount(isGroup, id: id, name: id),
            User = new("user1", "User1"),
            Bot = new("bot", "Bot"),
        };
}
