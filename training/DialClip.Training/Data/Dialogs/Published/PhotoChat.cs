using DialClip.Encoders;
using DialClip.Training.Hub;
using DialClip.Training.Terminal;

namespace DialClip.Training.Data.Dialogs.Published;

/// <summary>Prepares PhotoChat: who shares a photo is the bot. Each dialogue is cut where the photo is shared; what comes after would tell of it.</summary>
/// <remarks>Zang et al. 2021, "PhotoChat: A Human-Human Dialogue Dataset With Photo Sharing Behavior", ACL. Of each dialogue: one dialog that the photo answers, and for the intent task one for every earlier turn, where the photo had to wait: silence, for the words between are the host bot's.</remarks>
internal static class PhotoChat
{
    /// <summary>The data set's name.</summary>
    public const string Source = "photochat";

    /// <summary>Reads every split's files and writes dialogs and photos.</summary>
    /// <param name="folder">The published JSON files.</param>
    /// <param name="photos">The downloaded photos.</param>
    /// <param name="writer">Takes the result.</param>
    /// <param name="progress">Shows how far it is.</param>
    /// <param name="cancel">Ends the work.</param>
    public static async Task ConvertAsync(
        string folder,
        PhotoFinder photos,
        DataSetWriter writer,
        IProgressSink progress,
        CancellationToken cancel
    )
    {
        var files = SplitFiles.Find(folder);
        using var stage = SplitFiles.StartReading(files, progress);
        foreach (var (path, split) in files)
        {
            // Ids are numbers that begin anew in each file.
            var prefix = $"{Source}/{Path.GetRelativePath(folder, path)}";
            var number = 0;
            var dialogues = JsonStream.ReadAsync<PhotoChatDialogue>(path, stage, cancel);
            await foreach (var dialogue in dialogues.WithCancellation(cancel).ConfigureAwait(false))
                Convert(dialogue, $"{prefix}/{number++}", split, photos, writer);
        }
    }

    /// <summary>Lists the photos that the dialogues share, "split/id" as Open Images has them; older versions of the data set name none.</summary>
    public static async Task<IReadOnlyList<string>> PhotoIdsAsync(string folder, CancellationToken cancel)
    {
        var ids = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (path, _) in SplitFiles.Find(folder))
        {
            var dialogues = JsonStream.ReadAsync<PhotoChatDialogue>(path, null, cancel);
            await foreach (var dialogue in dialogues.WithCancellation(cancel).ConfigureAwait(false))
                if (
                    dialogue.PhotoId is { } id
                    && id.Split('/') is [var split, var name]
                    && HubFile.IsPlainName(split)
                    && HubFile.IsPlainName(name)
                )
                    ids.Add(id);
        }
        return [.. ids];
    }

    private static void Convert(
        PhotoChatDialogue dialogue,
        string id,
        DialogSplit split,
        PhotoFinder photos,
        DataSetWriter writer
    )
    {
        writer.Count("dialogues read");
        var at = dialogue
            .Turns.Select((turn, place) => (turn, place))
            .FirstOrDefault(pair => pair.turn.SharesPhoto, (null!, -1))
            .place;
        var messages = new List<DialogMessage>();
        if (at >= 0)
        {
            var sharer = dialogue.Turns[at].User;
            foreach (var turn in dialogue.Turns.Take(at))
                if (!string.IsNullOrWhiteSpace(turn.Message))
                    messages.Add(new(turn.User == sharer ? "bot" : "user", turn.Message.Trim(), null));
        }
        if (messages.Count == 0)
        {
            writer.Count(at < 0 ? "dialogues without a photo turn" : "dialogues that begin with the photo");
            return;
        }
        for (var length = 1; length < messages.Count; length++)
            writer.Add(new($"{id}#{length}", [.. messages.Take(length)], []) { PublishedSplit = split });
        var photo = PhotoOf(dialogue);
        if (photo is not { } shown || !writer.AddPhoto(shown.Id, shown.Name, photos.Find(shown.File, shown.Url)))
        {
            // That a photo was shared here is known, though not which: the intent task needs the turn.
            writer.Count("dialogues whose photo is missing");
            writer.Add(
                new($"{id}#{messages.Count}", messages, []) { PublishedSplit = split, PublishedIntent = Intent.Picture }
            );
            return;
        }
        writer.Add(new($"{id}#{messages.Count}", messages, [shown.Id]) { PublishedSplit = split });
    }

    // "train/0a1b2c" names an Open Images photo; older versions give only an address.
    private static (string Id, string Name, string? File, string? Url)? PhotoOf(PhotoChatDialogue dialogue)
    {
        var url = Uri.TryCreate(dialogue.PhotoUrl, UriKind.Absolute, out var address)
            ? Path.GetFileNameWithoutExtension(address.LocalPath)
            : null;
        var file = dialogue.PhotoId?.Split('/')[^1];
        var id = dialogue.PhotoId ?? url;
        return string.IsNullOrWhiteSpace(id)
            ? null
            : (
                id,
                string.IsNullOrWhiteSpace(dialogue.PhotoDescription) ? "a photo" : dialogue.PhotoDescription.Trim(),
                file,
                url
            );
    }
}
