using DialClip.Encoders;
using DialClip.Encoders.Imaging;
using DialClip.Encoders.Text;
using DialClip.Model.Dialog;
using DialClip.Model.Indexing;

namespace DialClip.Training.Data.Dialogs;

/// <summary>Reads the retrieval contexts of recorded dialogs, flattened as the bot flattens a conversation.</summary>
/// <param name="catalog">The catalog of pictures that messages name by id.</param>
/// <param name="baseFolder">The folder of pictures that messages name by path.</param>
internal sealed class DialogContextReader(Catalog catalog, string baseFolder)
{
    /// <summary>Creates a reader that resolves paths of pictures relative to the dialogs.</summary>
    /// <param name="dialogs">A file of dialogs, or a folder of such files.</param>
    /// <param name="catalog">The catalog.</param>
    public static DialogContextReader ForDialogs(string dialogs, Catalog catalog) =>
        new(catalog, Directory.Exists(dialogs) ? dialogs : Path.GetDirectoryName(Path.GetFullPath(dialogs))!);

    /// <summary>Reads the context of a dialog's input.</summary>
    /// <exception cref="InvalidDataException">
    /// A picture is neither in the catalog nor a readable file, or nothing of the input can be seen.
    /// </exception>
    public async Task<DialogContext> ReadAsync(DialogRecord dialog, CancellationToken cancellationToken)
    {
        var earlier = new List<DialogTurn>();
        foreach (var message in dialog.Turns.SkipLast(1))
        {
            var speaker = GetSpeaker(message);
            if (await ReadPictureAsync(dialog, message, cancellationToken).ConfigureAwait(false) is { } picture)
                earlier.Add(DialogTurn.FromPicture(speaker, picture));
            // As the bot reads messages: the model sees the same text here and there.
            if (VisibleText.Clean(message.Text) is { Length: > 0 } text)
                earlier.Add(DialogTurn.FromText(speaker, text));
        }
        var input = dialog.Input;
        var shown = await ReadPictureAsync(dialog, input, cancellationToken).ConfigureAwait(false);
        var words = VisibleText.Clean(input.Text);
        return words.Length > 0 || shown is not null
            ? DialogContext.FromMessages(earlier, words, shown, GetSpeaker(input))
            : throw new InvalidDataException(
                $"The last message of dialog '{dialog.Id}' has only signs that nobody sees; expected words or an image."
            );
    }

    private static Speaker GetSpeaker(DialogMessage message) => message.Speaker == "bot" ? Speaker.Bot : Speaker.User;

    private async Task<RgbImage?> ReadPictureAsync(
        DialogRecord dialog,
        DialogMessage message,
        CancellationToken cancellationToken
    )
    {
        if (message.Image is not { } image)
            return null;
        if (catalog.Find(image) is { Modality: Modality.Picture } item)
            return await catalog.ReadPictureAsync(item, cancellationToken).ConfigureAwait(false);
        var path = UnicodeNames.FindFile(Path.Combine(baseFolder, image));
        try
        {
            return ImageDecoder.Decode(
                await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false),
                limits: null,
                cancellationToken
            );
        }
        catch (Exception error) when (error is IOException or ImageFormatException or UnauthorizedAccessException)
        {
            throw new InvalidDataException(
                $"{dialog.Location}: dialog '{dialog.Id}' shows '{image}', which is not a picture of the catalog, "
                    + $"and '{path}' is not a readable picture: {error.Message}",
                error
            );
        }
    }
}
