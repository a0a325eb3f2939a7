using DialClip.Artifacts.Format;
using DialClip.Encoders;
using DialClip.Model;
using DialClip.Model.Indexing;
using DialClip.Model.Loading;
using DialClip.Training.Data.Dialogs;
using DialClip.Training.Evaluation;

namespace DialClip.Training.Heads.Calibration;

/// <summary>
/// Chooses how captions count beside pixels and BM25 beside cosines, by the mean reciprocal rank of dialogs.
/// </summary>
/// <param name="head">The head, whose index is not used.</param>
/// <param name="features">The features of its catalog's items, with captions.</param>
/// <param name="queries">The dialogs with their encoded inputs.</param>
internal sealed class FusionSearch(
    LoadedHead head,
    CandidateFeatures features,
    IReadOnlyList<(DialogRecord Dialog, EncodedQuery Query)> queries
)
{
    // With fewer dialogs the best share is chance.
    private const int MinDialogs = 20;

    // Neither of the two is better for drawings of one thing in several styles; both together are.
    private const double UsualPictureShare = 0.5;

    private static readonly double[] CaptionShares = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];
    private static readonly double[] LexicalShares =
    [
        0,
        0.05,
        0.1,
        0.15,
        0.2,
        0.25,
        0.3,
        0.35,
        0.4,
        0.45,
        0.5,
        0.6,
        0.7,
    ];

    /// <summary>
    /// Searches the shares one after the other: captions for texts and for pictures, then BM25 for pictures and texts.
    /// A caption's share is the best one; BM25 stays off unless it gains more than chance.
    /// </summary>
    /// <param name="report">Receives a line about each share.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    public FusionProperties Search(Action<string> report, CancellationToken cancellationToken)
    {
        var fusion = new FusionProperties();
        fusion = Choose(
            "captions in pictures for texts",
            (Modality.Text, Modality.Picture),
            CaptionShares,
            share => fusion with { CaptionTextToPicture = share },
            mustGain: false,
            UsualPictureShare
        );
        fusion = Choose(
            "captions in pictures for pictures",
            (Modality.Picture, Modality.Picture),
            CaptionShares,
            share => fusion with { CaptionPictureToPicture = share },
            mustGain: false,
            UsualPictureShare
        );
        fusion = Choose(
            "BM25 in pictures for texts",
            (Modality.Text, Modality.Picture),
            LexicalShares,
            share => fusion with { LexicalTextToPicture = share },
            mustGain: true,
            0
        );
        return Choose(
            "BM25 in texts for texts",
            (Modality.Text, Modality.Text),
            LexicalShares,
            share => fusion with { LexicalTextToText = share },
            mustGain: true,
            0
        );

        FusionProperties Choose(
            string what,
            (Modality Input, Modality Response) kind,
            IReadOnlyList<double> shares,
            Func<double, FusionProperties> create,
            bool mustGain,
            double usual
        )
        {
            var judged = queries
                .Where(query => query.Query.Modality == kind.Input && GetAccepted(query.Dialog, kind.Response).Any())
                .ToList();
            if (judged.Count < MinDialogs)
            {
                report(FormattableString.Invariant($"{what}: {usual}, because {judged.Count} dialogs tell too little"));
                return create(usual);
            }
            var ranks = shares
                .Select(share => ComputeReciprocalRanks(judged, kind.Response, create(share), cancellationToken))
                .ToList();
            var best = Enumerable.Range(0, shares.Count).MaxBy(number => ranks[number].Average());
            var chosen = mustGain && !IsGain(ranks[best], ranks[0]) ? 0 : best;
            var means = shares.Zip(
                ranks,
                (share, values) => FormattableString.Invariant($"{share} {values.Average():F3}")
            );
            report(
                FormattableString.Invariant($"{what}: {shares[chosen]}; MRR of {judged.Count} dialogs by share: ")
                    + string.Join(", ", means)
            );
            return create(shares[chosen]);
        }
    }

    private double[] ComputeReciprocalRanks(
        List<(DialogRecord Dialog, EncodedQuery Query)> judged,
        Modality response,
        FusionProperties fusion,
        CancellationToken cancellationToken
    )
    {
        var fused = head with { Index = EvidenceRows.CreateIndex(head, features, fusion, cancellationToken) };
        return
        [
            .. judged.Select(query =>
            {
                cancellationToken.ThrowIfCancellationRequested();
                var found = CandidateRanker.Rank(query.Query, fused, head.Catalog.Items.Count);
                var accepted = GetAccepted(query.Dialog, response).ToHashSet(StringComparer.Ordinal);
                return 1.0
                    / (
                        1
                        + (response == Modality.Picture ? found.Pictures : found.Texts)
                            .TakeWhile(candidate => !accepted.Contains(candidate.Item.Id))
                            .Count()
                    );
            }),
        ];
    }

    // Two standard errors of the paired differences: the best of a dozen shares always gains something.
    private static bool IsGain(double[] values, double[] without)
    {
        var differences = values.Zip(without, (value, other) => value - other).ToArray();
        var mean = differences.Average();
        var variance =
            differences.Sum(difference => (difference - mean) * (difference - mean)) / (differences.Length - 1);
        return mean > 2 * Math.Sqrt(variance / differences.Length);
    }

    private static IEnumerable<string> GetAccepted(DialogRecord dialog, Modality responses) =>
        responses == Modality.Picture ? dialog.AcceptedPictures : dialog.AcceptedTexts;
}
