using DialClip.Model.Dialog;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;

namespace DialClip.Bot;

/// <summary>Collects what the bot says in one turn, whoever of its parts said it.</summary>
internal sealed class OutgoingMessages(int maxTextLength)
{
    private readonly List<DialogTurn> turns = [];

    /// <summary>Gets the turns in the order in which they were sent.</summary>
    public IReadOnlyList<DialogTurn> Turns => turns;

    /// <summary>Begins to collect from a turn.</summary>
    public void Watch(ITurnContext turnContext) => turnContext.OnSendActivities(async (_, activities, next) =>
    {
        var responses = await next().ConfigureAwait(false);
        foreach (var activity in activities)
            if (activity.Type == ActivityTypes.Message && !string.IsNullOrWhiteSpace(activity.Text))
                turns.Add(DialogTurn.OfText(Speaker.Bot, activity.Text.Length <= maxTextLength ? activity.Text : activity.Text[..maxTextLength]));
        return responses;
    });

    /// <summary>Adds a picture of the catalog that was sent.</summary>
    public void AddPicture(string itemId) => turns.Add(new DialogTurn { Speaker = Speaker.Bot, Modality = Modality.Picture, PictureId = itemId });
}
