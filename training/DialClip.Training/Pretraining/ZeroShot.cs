using DialClip.Encoders.Text;
using DialClip.Training.Checkpoints;
using DialClip.Training.Data.Corpus;
using DialClip.Training.Data.Dialogs;
using DialClip.Training.Evaluation.Statistics;
using static TorchSharp.torch;

namespace DialClip.Training.Pretraining;

/// <summary>
/// The zero-shot retrieval evaluation of a text encoder: last messages of dialogs against sticker captions.
/// </summary>
internal sealed class ZeroShot
{
    private readonly List<(int[] Query, HashSet<int> Accepted)> cases;

    /// <summary>Selects the train and validation dialogs whose input has text and that accept a sticker.</summary>
    public ZeroShot(IEnumerable<DialogRecord> dialogs, IReadOnlyList<Sticker> stickers, ClipTokenizer tokenizer)
    {
        var numbers = stickers
            .Select((sticker, number) => (sticker.Id, number))
            .ToDictionary(pair => pair.Id, pair => pair.number, StringComparer.Ordinal);
        cases =
        [
            .. dialogs
                .Where(dialog => dialog.Split != DialogSplit.Test && dialog.Input.Text.Length > 0)
                .Select(dialog =>
                    (
                        tokenizer.Encode(dialog.Input.Text),
                        dialog.AcceptedPictures.Where(numbers.ContainsKey).Select(id => numbers[id]).ToHashSet()
                    )
                )
                .Where(dialogCase => dialogCase.Item2.Count > 0),
        ];
    }

    /// <summary>Ranks all captions for every dialog.</summary>
    public RankingMetrics Measure(Func<IReadOnlyList<int[]>, Tensor> encode, IReadOnlyList<int[]> captions)
    {
        using var scope = NewDisposeScope();
        var scores = ModuleWeights
            .Read(encode([.. cases.Select(dialogCase => dialogCase.Query)]).matmul(encode(captions).t()))
            .Values;
        return RankingMetrics.Compute([
            .. cases.Select(
                (dialogCase, row) =>
                    RankingMetrics.PessimisticRank(
                        scores.AsSpan(row * captions.Count, captions.Count).ToArray(),
                        dialogCase.Accepted
                    )
            ),
        ]);
    }
}
