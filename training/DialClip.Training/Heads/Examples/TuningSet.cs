using DialClip.Encoders;
using DialClip.Encoders.Text;
using DialClip.Training.Data.Corpus;
using DialClip.Training.Data.Dialogs;

namespace DialClip.Training.Heads.Examples;

/// <summary>Dialogs and messages, ready for the towers.</summary>
internal static class TuningSet
{
    /// <summary>Flattens dialogs as the bot does and encodes their earlier turns once.</summary>
    /// <exception cref="InvalidDataException">A dialog accepts an item that the catalog lacks, or shows an unreadable picture.</exception>
    public static async Task<IReadOnlyList<TuningExample>> OfDialogsAsync(
        IEnumerable<DialogRecord> dialogs,
        DialogContexts contexts,
        FrozenClip clip,
        TuningCatalog catalog,
        int queryTurns,
        CancellationToken cancel,
        IProgress<long>? progress = null
    )
    {
        var examples = new List<TuningExample>();
        foreach (var dialog in dialogs)
        {
            cancel.ThrowIfCancellationRequested();
            var context = await contexts.OfAsync(dialog, cancel).ConfigureAwait(false);
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
                                ? clip.EncodeText(turn.Text!)
                                : clip.EncodePicture(turn.Picture!),
                            turn.Modality,
                            turn.Speaker
                        )),
                    ],
                    Numbers(dialog, dialog.AcceptedPictures, catalog.PictureNumbers),
                    Numbers(dialog, dialog.AcceptedTexts, catalog.TextNumbers),
                    dialog.Intent,
                    dialog.Split
                )
                {
                    Said = context.Input.Text,
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

    /// <summary>Takes each message as a dialog of one turn; what its intent would be is not known.</summary>
    public static IReadOnlyList<TuningExample> OfMessages(
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
                        clip.Tokenizer.Encode(message),
                        null,
                        [],
                        pictures,
                        [],
                        null,
                        DialogSplit.Train
                    ));
            }),
        ];

    private static List<int> Numbers(
        DialogRecord dialog,
        IEnumerable<string> ids,
        IReadOnlyDictionary<string, int> numbers
    ) =>
        [
            .. ids.Select(id =>
                numbers.TryGetValue(id, out var number)
                    ? number
                    : throw new InvalidDataException(
                        $"Dialog '{dialog.Id}' accepts '{id}', which the catalog does not hold."
                    )
            ),
        ];
}
