using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;
using Newtonsoft.Json.Linq;

namespace DialClip.Bot.Tests.ExistingBot.Shop;

/// <summary>The questions that the shop knows, and their answers: cards, pictures, buttons, places.</summary>
internal static class Questions
{
    /// <summary>Gets the answer to a question, or null.</summary>
    public static IMessageActivity? AnswerTo(string question) =>
        question switch
        {
            "when are you open?" => MessageFactory.Attachment(
                new HeroCard(
                    title: "{shop}",
                    subtitle: "Every day from 8 to 18",
                    images: [new CardImage("https://shop.example/door.png", alt: "Our door")],
                    buttons:
                    [
                        new CardAction(ActionTypes.ImBack, "Order", value: "order"),
                        new CardAction(
                            ActionTypes.MessageBack,
                            "Call",
                            text: "call",
                            displayText: "Call me",
                            value: new JObject { ["kind"] = "call" }
                        ),
                    ]
                ).ToAttachment()
            ),
            "where are you?" => Place(),
            "what do you have?" => MessageFactory.Carousel(
                [
                    .. new[] { "tea", "toast", "scones" }.Select(item =>
                        new ThumbnailCard(
                            title: item,
                            images: [new CardImage($"https://shop.example/{item}.png")]
                        ).ToAttachment()
                    ),
                ],
                "Our {shop} menu"
            ),
            "do you have a picture?" => Pictures(),
            "do you deliver?" => MessageFactory.SuggestedActions(
                [
                    new CardAction(
                        ActionTypes.ImBack,
                        "Order now",
                        value: "order",
                        image: "https://shop.example/bike.png"
                    ),
                ],
                "Yes, by bicycle.",
                "Yes, by bicycle!",
                InputHints.AcceptingInput
            ),
            _ => null,
        };

    private static Activity Place()
    {
        var answer = MessageFactory.Text("{shop} is on Mill Street.", inputHint: InputHints.IgnoringInput);
        answer.TextFormat = TextFormatTypes.Markdown;
        answer.Entities =
        [
            new Entity("Place")
            {
                Properties = JObject.Parse(
                    """{ "name": "Mill Street 4", "geo": { "latitude": 51.5, "longitude": -0.12 } }"""
                ),
            },
        ];
        answer.ChannelData = new JObject { ["shop"] = new JObject { ["branch"] = "north" } };
        return answer;
    }

    private static IMessageActivity Pictures()
    {
        var answer = MessageFactory.ContentUrl(
            "https://shop.example/counter.jpg",
            "image/jpeg",
            "counter.jpg",
            "Our counter:"
        );
        answer.Attachments.Add(
            new Attachment(
                "image/png",
                "data:image/png;base64,iVBORw0KGgo=",
                name: "leaf.png",
                thumbnailUrl: "https://shop.example/leaf-small.png"
            )
        );
        return answer;
    }
}
