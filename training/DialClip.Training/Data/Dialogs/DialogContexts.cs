using DialClip.Encoders;
using DialClip.Encoders.Imaging;
using DialClip.Model.Dialog;
using DialClip.Model.Indexing;

namespace DialClip.Training.Data.Dialogs;

/// <summary>Turns recorded dialogs into what the retriever is asked: the same flattening that the bot does.</summary>
/// <param name="catalog">Where a sticker's picture is read from.</param>
/// <param name="baseFolder">The folder that pictures named by a path lie in.</param>
internal sealed class DialogContexts(Catalog catalog, string baseFolder)
{
    /// <summary>Makes it for dialogs whose pictures, where they are not the catalog's, lie beside them.</summary>
    /// <param name="dialogs">A file of dialogs, or a folder of such files.</param>
    /// <param name="catalog">The catalog.</param>
    public static DialogContexts Beside(string dialogs, Catalog catalog) =>
        new(catalog, Directory.Exists(dialogs) ? dialogs : Path.GetDirectoryName(Path.GetFullPath(dialogs))!);

    /// <summary>Gets the context of a dialog's last turn.</summary>
    /// <exception cref="InvalidDataException">A picture is neither in the catalog nor a readable file.</exception>
    public async Task<DialogContext> OfAsync(DialogRecord dialog, CancellationToken cancel)
    {
        var earlier = new List<DialogTurn>();
        foreach (var message in dialog.Turns.SkipLast(1))
        {
            var speaker = SpeakerOf(message);
            if (await PictureAsync(dialog, message, cancel).ConfigureAwait(false) is { } picture)
                earlier.Add(DialogTurn.OfPicture(speaker, picture));
            if (!string.IsNullOrWhiteSpace(message.Text))
                earlier.Add(DialogTurn.OfText(speaker, message.Text));
        }
        var input = dialog.Input;
        return DialogContext.FromMessages(
            earlier,
            input.Text,
            await PictureAsync(dialog, input, cancel).ConfigureAwait(false),
            SpeakerOf(input)
        );
    }

    private static Speaker SpeakerOf(DialogMessage message) => message.Speaker == "bot" ? Speaker.Bot : Speaker.User;

    private async Task<RgbImage?> PictureAsync(DialogRecord dialog, DialogMessage message, CancellationToken cancel)
    {
        if (message.Image is not { } image)
            return null;
        if (catalog.Find(image) is { Modality: Modality.Picture } item)
            return await catalog.ReadPictureAsync(item, cancel).ConfigureAwait(false);
        var path = Path.Combine(baseFolder, image);
        try
        {
            return ImageDecoder.Decode(await File.ReadAllBytesAsync(path, cancel).ConfigureAwait(false));
        }
        catch (Exception error) when (error is IOException or ImageFormatException or UnauthorizedAccessException)
        {
            throw new InvalidDataException(
                $"Dialog '{dialog.Id}' shows '{image}', which is no sticker of the catalog, and '{path}' is no readable picture: {error.Message}",
                error
            );
        }
    }
}
