using System.Globalization;
using DialClip.Artifacts.Format;
using DialClip.Encoders;
using DialClip.Model;
using DialClip.Model.Indexing;
using DialClip.Model.Loading;

namespace DialClip.Training.Evaluation;

/// <summary>
/// A head's rankings by one kind of evidence alone and by several: pixels, captions, both, and with BM25. What the head
/// gives no share is shown with a usual one.
/// </summary>
internal sealed class EvidenceRows
{
    private const double UsualCaptionShare = 0.5;
    private const double UsualLexicalShare = 0.2;

    private readonly Modality responses;
    private readonly IReadOnlyList<(string Name, LoadedHead Head)> rows;

    private EvidenceRows(Modality responses, IReadOnlyList<(string Name, LoadedHead Head)> rows) =>
        (this.responses, this.rows) = (responses, rows);

    /// <summary>Builds an index for each row.</summary>
    /// <param name="head">The head.</param>
    /// <param name="features">The features of its catalog's items, with captions.</param>
    /// <param name="responses">The modality of the ranked items.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    public static EvidenceRows Create(
        LoadedHead head,
        CandidateFeatures features,
        Modality responses,
        CancellationToken cancellationToken
    )
    {
        var own = head.Head.Properties.Fusion ?? new();
        return new(
            responses,
            [
                .. (responses == Modality.Picture ? CreatePictureRows(own) : CreateTextRows(own)).Select(row =>
                    (row.Name, head with { Index = CreateIndex(head, features, row.Fusion, cancellationToken) })
                ),
            ]
        );
    }

    /// <summary>Creates an index of features that are fused by other shares than the head's.</summary>
    public static CandidateIndex CreateIndex(
        LoadedHead head,
        CandidateFeatures features,
        FusionProperties fusion,
        CancellationToken cancellationToken
    ) => new(head.Catalog, features.Project(head.Head, fusion, cancellationToken), head.Backbone.Dimension, fusion);

    /// <summary>Ranks all items for a query, by each row.</summary>
    public IEnumerable<(string Name, IReadOnlyList<ScoredCandidate> Ranking)> Rank(EncodedQuery query) =>
        rows.Select(row =>
        {
            var found = CandidateRanker.Rank(query, row.Head, row.Head.Catalog.Items.Count);
            return (row.Name, responses == Modality.Picture ? found.Pictures : found.Texts);
        });

    private static IEnumerable<(string Name, FusionProperties Fusion)> CreatePictureRows(FusionProperties own)
    {
        var (text, picture) = (own.CaptionTextToPicture, own.CaptionPictureToPicture);
        if (text == 0 && picture == 0)
            (text, picture) = (UsualCaptionShare, UsualCaptionShare);
        var both = new FusionProperties { CaptionTextToPicture = text, CaptionPictureToPicture = picture };
        yield return ("pixels alone", new());
        yield return ("captions alone", new() { CaptionTextToPicture = 1, CaptionPictureToPicture = 1 });
        yield return (Format($"both, captions {text:0.##}/{picture:0.##}"), both);
        var lexical = GetLexicalShare(own.LexicalTextToPicture);
        yield return (Format($"both and BM25 {lexical:0.##}"), both with { LexicalTextToPicture = lexical });
    }

    private static IEnumerable<(string Name, FusionProperties Fusion)> CreateTextRows(FusionProperties own)
    {
        var lexical = GetLexicalShare(own.LexicalTextToText);
        yield return ("without BM25", new());
        yield return (Format($"with BM25 {lexical:0.##}"), new() { LexicalTextToText = lexical });
    }

    private static double GetLexicalShare(double own) => own > 0 ? own : UsualLexicalShare;

    private static string Format(FormattableString name) => name.ToString(CultureInfo.InvariantCulture);
}
