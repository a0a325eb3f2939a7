using System.Globalization;
using DialClip.Encoders;
using DialClip.Training.Terminal;

namespace DialClip.Training.Data.Dialogs.Published;

/// <summary>Converts the MMDialog data set into dialogs and a catalog.</summary>
/// <remarks>
/// Feng et al. 2023, "MMDialog: A Large-scale Multi-turn Dialogue Dataset Towards Multi-modal Open-domain
/// Conversation", ACL. In validation and test the last turn is the response and each of its elements is ranked among
/// the published negatives of its kind; in train every turn after the first is a response. The speakers alternate, and
/// the responder is the bot.
/// </remarks>
internal static class MmDialog
{
    /// <summary>The data set's name.</summary>
    public const string Source = "mmdialog";

    /// <summary>Converts the files of every split.</summary>
    /// <param name="folder">The folder of the published JSON files.</param>
    /// <param name="photos">The photos, named KEY.jpg.</param>
    /// <param name="writer">The writer of dialogs and catalog.</param>
    /// <param name="limit">The maximum number of conversations per split.</param>
    /// <param name="progress">The sink for progress.</param>
    /// <param name="cancellationToken">Cancels the conversion.</param>
    public static async Task ConvertAsync(
        string folder,
        PhotoFinder photos,
        DataSetWriter writer,
        int limit,
        IProgressSink progress,
        CancellationToken cancellationToken
    )
    {
        var counts = new Dictionary<DialogSplit, int>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var files = SplitFiles.Find(folder);
        using var stage = SplitFiles.StartReading(files, progress);
        foreach (var (path, split) in files)
        {
            var conversations = JsonStream.ReadAsync<MmDialogConversation>(
                path,
                "conversation of MMDialog",
                progress,
                stage,
                cancellationToken
            );
            await foreach (var conversation in conversations.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                var number = counts.GetValueOrDefault(split);
                if (number >= limit)
                    break;
                counts[split] = number + 1;
                var id =
                    $"{Source}/{split.ToString().ToLowerInvariant()}/"
                    + (conversation.Id ?? number.ToString(CultureInfo.InvariantCulture));
                Convert(conversation, MakeUnique(id, ids, writer), split, photos, writer);
            }
        }
    }

    // Readers of dialogs refuse an id that comes twice.
    private static string MakeUnique(string id, HashSet<string> ids, DataSetWriter writer)
    {
        if (ids.Add(id))
            return id;
        writer.Count("conversations renamed, because their id came before");
        for (var number = 2; ; number++)
            if (ids.Add($"{id}~{number}"))
                return $"{id}~{number}";
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
            var messages = GetMessages(turns, response, photos, writer);
            if (messages.Count == 0)
            {
                writer.Count("responses whose context is missing");
                continue;
            }
            var element = 0;
            foreach (var item in turns[response].Elements.SelectMany(Split))
            {
                if (AddResponse(item, photos, writer) is not { } accepted)
                    continue;
                writer.Add(
                    new($"{id}#{response}.{element++}", messages, [accepted])
                    {
                        PublishedSplit = split,
                        Group = $"{id}#{response}",
                        PublishedIntent = GetIntent(turns[response]),
                        Candidates =
                            split == DialogSplit.Train ? null : AddCandidates(conversation, accepted, photos, writer),
                    }
                );
            }
        }
    }

    // An element may have both a text and a photo. One key may be spelt in two forms of Unicode.
    private static IEnumerable<MmDialogConversation.Element> Split(MmDialogConversation.Element element)
    {
        if (!string.IsNullOrWhiteSpace(element.Text))
            yield return new() { Text = element.Text };
        if (element.Media is { } media)
            yield return new() { Media = UnicodeNames.Normalize(media) };
    }

    // A turn with a photo counts as photo sharing, whatever text it has.
    private static Intent GetIntent(MmDialogConversation.Turn turn) =>
        turn.Elements.Any(element => element.Media is not null) ? Intent.Picture : Intent.Text;

    private static List<DialogMessage> GetMessages(
        IReadOnlyList<MmDialogConversation.Turn> turns,
        int response,
        PhotoFinder photos,
        DataSetWriter writer
    )
    {
        var messages = new List<DialogMessage>();
        for (var turn = 0; turn < response; turn++)
            foreach (var element in turns[turn].Elements.SelectMany(Split))
                if (!string.IsNullOrWhiteSpace(element.Text))
                    messages.Add(new(Speaker(turn), element.Text.Trim(), null));
                else if (element.Media is { } media)
                {
                    if (writer.AddPhoto(media, "a photo", photos.Find(media)))
                        messages.Add(new(Speaker(turn), "", media));
                    else
                        writer.Count("context photos left out");
                }
        return messages;

        string Speaker(int turn) => (response - turn) % 2 == 0 ? "bot" : "user";
    }

    private static string? AddResponse(MmDialogConversation.Element element, PhotoFinder photos, DataSetWriter writer)
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

    private static List<string> AddCandidates(
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
            : (conversation.NegativeMedia ?? [])
                .Select(UnicodeNames.Normalize)
                .Where(media => writer.AddPhoto(media, "a photo", photos.Find(media)));
        List<string> candidates = [accepted, .. negatives.Where(id => id != accepted).Distinct(StringComparer.Ordinal)];
        var negativeCount = DialogRecord.IsText(accepted)
            ? conversation.NegativeTexts?.Count
            : conversation.NegativeMedia?.Count;
        if (candidates.Count - 1 < negativeCount)
            writer.Count("candidates left out", negativeCount.Value - candidates.Count + 1);
        return candidates;
    }
}
