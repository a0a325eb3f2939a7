using DialClip.Encoders;
using DialClip.Model.Dialog;
using DialClip.Model.Indexing;
using DialClip.Model.Loading;

namespace DialClip.Model;

/// <summary>Ranks a catalog's items for an encoded query.</summary>
public static class CandidateRanker
{
    /// <summary>Gets the best admitted pictures and texts.</summary>
    /// <param name="query">The query.</param>
    /// <param name="head">The head that encoded it, with the index to search.</param>
    /// <param name="top">The most pictures, and the most texts, to return.</param>
    /// <param name="admits">Determines whether an item may be sent, before the best are taken; null admits all.</param>
    public static RetrievalResult Rank(
        EncodedQuery query,
        LoadedHead head,
        int top,
        Func<CatalogItem, bool>? admits = null
    )
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(head);
        var (pictures, texts) = (Search(Modality.Picture), Search(Modality.Text));
        return CreateResult(head, pictures, texts, query.Projections.GetIntent(0)) with
        {
            // Without a rule a search of anything finds something.
            NothingAdmitted =
                admits is not null
                && top > 0
                && head.Catalog.Items.Count > 0
                && pictures.Count == 0
                && texts.Count == 0,
            BytesPerToken = query.BytesPerToken,
        };

        IReadOnlyList<ScoredCandidate> Search(Modality response)
        {
            var (input, text) = (query.Modality, query.Context.Input.Text);
            var candidates = head.Index.Search(query.Projections, 0, input, response, top, admits, text);
            return head.Head.Properties.Calibration?.ForExpert(Experts.GetNumber(input, response)) is { } curve
                ?
                [
                    .. candidates.Select(candidate =>
                        candidate with
                        {
                            Confidence = (float)curve.Evaluate(candidate.Score),
                        }
                    ),
                ]
                : candidates;
        }
    }

    /// <summary>Gets the result of a message that names an item exactly, without a model; null for others.</summary>
    internal static RetrievalResult? FindExactMatch(
        DialogContext context,
        LoadedHead head,
        Func<CatalogItem, bool>? admits
    )
    {
        if (
            context.Input is not { Modality: Modality.Text, Text: { } text }
            || head.Catalog.FindEmoji(text) is not { } item
            || admits?.Invoke(item) == false
        )
            return null;
        var exact = new ScoredCandidate(item, Score: 1, Confidence: 1);
        return CreateResult(head, [exact], [], new(Picture: 1, Text: 0, Silence: 0)) with { ExactMatch = exact };
    }

    private static RetrievalResult CreateResult(
        LoadedHead loaded,
        IReadOnlyList<ScoredCandidate> pictures,
        IReadOnlyList<ScoredCandidate> texts,
        IntentProbabilities intent
    ) =>
        new(pictures, texts, intent, loaded.Head.Name, loaded.Head.Digest, loaded.Catalog.Digest)
        {
            HeadVersion = loaded.Head.Version,
            CatalogName = loaded.Catalog.Folder.Manifest.Name,
            CatalogVersion = loaded.Catalog.Folder.Manifest.Version,
            Thresholds = loaded.Head.Properties.Thresholds,
        };
}
