using DialClip.Encoders;
using DialClip.Training.Terminal;

namespace DialClip.Training.Data.Dialogs.Published;

/// <summary>Prepares MMDialog: in validation and test the last turn is the response, each of its elements ranked among the negatives of its kind; in train every turn after the first is.</summary>
/// <remarks>Feng et al. 2023, "MMDialog: A Large-scale Multi-turn Dialogue Dataset Towards Multi-modal Open-domain Conversation", ACL. Who gives the response is the bot; the speakers take turns.</remarks>
internal static class MmDialog
{
    /// <summary>The data set's name.</summary>
    public const string Source = "mmdialog";

    /// <summary>Reads every split's files and writes dialogs, photos and texts.</summary>
    /// <param name="folder">The published JSON files.</param>
    /// <param name="photos">The photos, KEY.jpg.</param>
    /// <param name="writer">Takes the result.</param>
    /// <param name="limit">The most conversations of a split to take.</param>
    /// <param name="progress">Shows how far it is.</param>
    /// <param name="cancel">Ends the work.</param>
    public static async Task ConvertAsync(
        string folder,
        PhotoFinder photos,
        DataSetWriter writer,
        int limit,
        IProgressSink progress,
        CancellationToken cancel
    )
    {
        var taken = new Dictionary<DialogSplit, int>();
        var files = SplitFiles.Find(folder);
        using var stage = SplitFiles.StartReading(files, progress);
        foreach (var (path, split) in files)
        {
            var conversations = JsonStream.ReadAsync<MmDialogConversation>(path, stage, cancel);
            await foreach (var conversation in conversations.WithCancellation(cancel).ConfigureAwait(false))
            {
                var number = taken.GetValueOrDefault(split);
                if (number >= limit)
                    break;
                taken[split] = number + 1;
                Convert(
                    conversation,
                    $"{Source}/{split.ToString().ToLowerInvariant()}/{conversation.Id ?? number.ToString(System.Globalization.CultureInfo.InvariantCulture)}",
                    split,
                    photos,
                    writer
                );
            }
        }
    }

    private static void Convert(
        MmDialogConversation conversation,
        string id,
        DialogSplit split,
        PhotoFinder photos,
        DataSetWriter writer
    )
    {
        writer.Count("conversations read");
        var turns = conversation.Turns;
        if (turns.Count < 2)
        {
            writer.Count("conversations of fewer than two turns");
            return;
        }
        for (var response = split == DialogSplit.Train ? 1 : turns.Count - 1; response < turns.Count; response++)
        {
            var messages = Messages(turns, response, photos, writer);
            if (messages.Count == 0)
            {
                writer.Count("responses whose context is missing");
                continue;
            }
            var element = 0;
            foreach (var one in turns[response].Elements)
            {
                if (Accepted(one, photos, writer) is not { } accepted)
                    continue;
                writer.Add(
                    new($"{id}#{response}.{element++}", messages, [accepted])
                    {
                        PublishedSplit = split,
                        Group = $"{id}#{response}",
                        PublishedIntent = IntentOf(turns[response]),
                        Candidates =
                            split == DialogSplit.Train ? null : Candidates(conversation, accepted, photos, writer),
                    }
                );
            }
        }
    }

    // A turn that shows a photo is one that shares a photo, whatever it says beside it.
    private static Intent IntentOf(MmDialogConversation.Turn turn) =>
        turn.Elements.Any(element => element.Media is not null) ? Intent.Picture : Intent.Text;

    private static List<DialogMessage> Messages(
        IReadOnlyList<MmDialogConversation.Turn> turns,
        int response,
        PhotoFinder photos,
        DataSetWriter writer
    )
    {
        var messages = new List<DialogMessage>();
        for (var at = 0; at < response; at++)
            foreach (var element in turns[at].Elements)
                if (!string.IsNullOrWhiteSpace(element.Text))
                    messages.Add(new(Speaker(at), element.Text.Trim(), null));
                else if (element.Media is { } media)
                {
                    if (writer.AddPhoto(media, "a photo", photos.Find(media)))
                        messages.Add(new(Speaker(at), "", media));
                    else
                        writer.Count("context photos left out");
                }
        return messages;

        string Speaker(int turn) => (response - turn) % 2 == 0 ? "bot" : "user";
    }

    private static string? Accepted(MmDialogConversation.Element element, PhotoFinder photos, DataSetWriter writer)
    {
        if (!string.IsNullOrWhiteSpace(element.Text))
            return writer.AddText(element.Text.Trim());
        if (element.Media is not { } media)
            return null;
        if (writer.AddPhoto(media, "a photo", photos.Find(media)))
            return media;
        writer.Count("responses whose photo is missing");
        return null;
    }

    private static List<string> Candidates(
        MmDialogConversation conversation,
        string accepted,
        PhotoFinder photos,
        DataSetWriter writer
    )
    {
        IEnumerable<string> negatives = DialogRecord.IsText(accepted)
            ? (conversation.NegativeTexts ?? [])
                .Where(text => !string.IsNullOrWhiteSpace(text))
                .Select(text => writer.AddText(text.Trim()))
            : (conversation.NegativeMedia ?? []).Where(media => writer.AddPhoto(media, "a photo", photos.Find(media)));
        List<string> candidates = [accepted, .. negatives.Where(id => id != accepted).Distinct(StringComparer.Ordinal)];
        var named = DialogRecord.IsText(accepted)
            ? conversation.NegativeTexts?.Count
            : conversation.NegativeMedia?.Count;
        if (candidates.Count - 1 < named)
            writer.Count("candidates left out", named.Value - candidates.Count + 1);
        return candidates;
    }
}
