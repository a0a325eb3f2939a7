using DialClip.Encoders;
using DialClip.Encoders.Text;
using DialClip.Training.Data.Corpus;
using DialClip.Training.Data.Dialogs;

namespace DialClip.Training.Heads.Examples;

/// <summary>Builds training examples from dialogs and messages.</summary>
internal static class ExampleBuilder
{
    /// <summary>Flattens dialogs as the bot does, and encodes their earlier turns with the frozen towers.</summary>
    /// <exception cref="InvalidDataException">
    /// A dialog accepts an unknown item, or shows an unreadable picture.
    /// </exception>
    public static async Task<IReadOnlyList<TuningExample>> FromDialogsAsync(
        IEnumerable<DialogRecord> dialogs,
        DialogContextReader contexts,
        FrozenClip clip,
        TuningCatalog catalog,
        int queryTurns,
        CancellationToken cancellationToken,
        IProgress<long>? progress = null
    )
    {
        var examples = new List<TuningExample>();
        foreach (var dialog in dialogs)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var context = await contexts.ReadAsync(dialog, cancellationToken).ConfigureAwait(false);
            var earlier = context
                .Turns.Where(turn => turn.Modality == Modality.Text)
                .Select(turn => turn.Text!)
                .ToList();
            var isText = context.Input.Modality == Modality.Text;
            examples.Add(
                new(
                    isText ? QueryText.Build(clip.Tokenizer, context.Input.Text!, earlier, queryTurns) : null,
                    isText ? null : clip.Preprocessor.ResizeAndCrop(context.Input.Picture!),
                    [
                        .. context.Turns.Select(turn => new TuningTurn(
                            turn.Modality == Modality.Text
                                ? clip.EncodeText(clip.Tokenizer.LeaveOutUnknownEmoji(turn.Text!))
                                : clip.EncodePicture(turn.Picture!),
                            turn.Modality,
                            turn.Speaker
                        )),
                    ],
                    GetNumbers(dialog, dialog.AcceptedPictures, catalog.PictureNumbers),
                    GetNumbers(dialog, dialog.AcceptedTexts, catalog.TextNumbers),
                    dialog.Intent,
                    dialog.Split
                )
                {
                    InputText = context.Input.Text,
                    InputBytesPerToken = isText ? clip.Tokenizer.MeasureBytesPerToken(context.Input.Text!) : null,
                    PictureCandidates = dialog.Candidates is null
                        ? null
                        :
                        [
                            .. dialog
                                .Candidates.Concat(dialog.AcceptedPictures)
                                .Where(catalog.PictureNumbers.ContainsKey)
                                .Select(id => catalog.PictureNumbers[id])
                                .Distinct(),
                        ],
                }
            );
            progress?.Report(examples.Count);
        }
        return examples;
    }

    /// <summary>Builds an example of one turn and unknown intent from each message.</summary>
    public static IReadOnlyList<TuningExample> FromMessages(
        IEnumerable<StickerMessages> messages,
        FrozenClip clip,
        TuningCatalog catalog
    ) =>
        [
            .. messages.SelectMany(entry =>
            {
                var pictures = entry
                    .Stickers.Where(catalog.PictureNumbers.ContainsKey)
                    .Select(id => catalog.PictureNumbers[id])
                    .ToList();
                return pictures.Count == 0
                    ? []
                    : entry.Messages.Select(message => new TuningExample(
                        clip.Tokenizer.Encode(VisibleText.Clean(message)),
                        null,
                        [],
                        pictures,
                        [],
                        null,
                        DialogSplit.Train
                    ));
            }),
        ];

    private static List<int> GetNumbers(
        DialogRecord dialog,
        IEnumerable<string> ids,
        IReadOnlyDictionary<string, int> numbers
    ) =>
        [
            .. ids.Select(id =>
                numbers.TryGetValue(id, out var number)
                    ? number
                    : throw new InvalidDataException(
                        $"Dialog '{dialog.Id}' accepts '{id}', which the catalog does not contain."
                    )
            ),
        ];
}
