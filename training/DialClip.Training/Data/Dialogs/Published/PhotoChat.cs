using DialClip.Encoders;
using DialClip.Training.Hub;
using DialClip.Training.Terminal;

namespace DialClip.Training.Data.Dialogs.Published;

/// <summary>Converts the PhotoChat data set into dialogs and a catalog.</summary>
/// <remarks>
/// Zang et al. 2021, "PhotoChat: A Human-Human Dialogue Dataset With Photo Sharing Behavior", ACL. The bot is the
/// speaker who shares the photo. A dialogue is cut before the photo, because later turns describe it. It gives one
/// dialog whose response is the photo and, for the intent task, one for each earlier turn, whose intent is silence.
/// </remarks>
internal static class PhotoChat
{
    /// <summary>The data set's name.</summary>
    public const string Source = "photochat";

    /// <summary>Converts the files of every split.</summary>
    /// <param name="folder">The folder of the published JSON files.</param>
    /// <param name="photos">The downloaded photos.</param>
    /// <param name="writer">The writer of dialogs and catalog.</param>
    /// <param name="progress">The sink for progress.</param>
    /// <param name="cancellationToken">Cancels the conversion.</param>
    public static async Task ConvertAsync(
        string folder,
        PhotoFinder photos,
        DataSetWriter writer,
        IProgressSink progress,
        CancellationToken cancellationToken
    )
    {
        var files = SplitFiles.Find(folder);
        using var stage = SplitFiles.StartReading(files, progress);
        foreach (var (path, split) in files)
        {
            // Ids restart at 0 in each file.
            var prefix = $"{Source}/{Path.GetRelativePath(folder, path)}";
            var number = 0;
            var dialogues = JsonStream.ReadAsync<PhotoChatDialogue>(
                path,
                "dialogue of PhotoChat",
                progress,
                stage,
                cancellationToken
            );
            await foreach (var dialogue in dialogues.WithCancellation(cancellationToken).ConfigureAwait(false))
                Convert(dialogue, $"{prefix}/{number++}", split, photos, writer);
        }
    }

    /// <summary>
    /// Reads the shared photos' Open Images ids, "split/id"; older versions of the data set have none.
    /// </summary>
    public static async Task<IReadOnlyList<string>> ReadPhotoIdsAsync(
        string folder,
        IProgressSink progress,
        CancellationToken cancellationToken
    )
    {
        var ids = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (path, _) in SplitFiles.Find(folder))
        {
            var dialogues = JsonStream.ReadAsync<PhotoChatDialogue>(
                path,
                "dialogue of PhotoChat",
                progress,
                null,
                cancellationToken
            );
            await foreach (var dialogue in dialogues.WithCancellation(cancellationToken).ConfigureAwait(false))
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
        var photoTurn = dialogue
            .Turns.Select((turn, index) => (turn, index))
            .FirstOrDefault(pair => pair.turn.SharesPhoto, (null!, -1))
            .index;
        var messages = new List<DialogMessage>();
        if (photoTurn >= 0)
        {
            var sharer = dialogue.Turns[photoTurn].User;
            foreach (var turn in dialogue.Turns.Take(photoTurn))
                if (!string.IsNullOrWhiteSpace(turn.Message))
                    messages.Add(new(turn.User == sharer ? "bot" : "user", turn.Message.Trim(), null));
        }
        if (messages.Count == 0)
        {
            writer.Count(photoTurn < 0 ? "dialogues without a photo turn" : "dialogues that begin with the photo");
            return;
        }
        for (var length = 1; length < messages.Count; length++)
            writer.Add(new($"{id}#{length}", [.. messages.Take(length)], []) { PublishedSplit = split });
        var photo = GetPhoto(dialogue);
        if (
            photo is not { } photoFile
            || !writer.AddPhoto(photoFile.Id, photoFile.Name, photos.Find(photoFile.File, photoFile.Url))
        )
        {
            // The intent task needs the turn even where the photo is missing.
            writer.Count("dialogues whose photo is missing");
            writer.Add(
                new($"{id}#{messages.Count}", messages, []) { PublishedSplit = split, PublishedIntent = Intent.Picture }
            );
            return;
        }
        writer.Add(new($"{id}#{messages.Count}", messages, [photoFile.Id]) { PublishedSplit = split });
    }

    // "train/0a1b2c" is an Open Images id; older versions have only a URL.
    private static (string Id, string Name, string? File, string? Url)? GetPhoto(PhotoChatDialogue dialogue)
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
