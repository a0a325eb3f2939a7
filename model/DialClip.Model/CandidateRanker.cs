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
        var (pictures, texts) = (Search(Modality.Picture, top, admits), Search(Modality.Text, top, admits));
        var named = top > 0 ? FindNamed() : [];
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
            Named = named,
            ExactMatch =
                named.Count > 0 && IsCertain(query.Context) ? named[0] with { Score = 1, Confidence = 1 } : null,
        };

        IReadOnlyList<ScoredCandidate> FindNamed()
        {
            if (query.Context.Input.Text is not { } text || head.Catalog.FindNamed(text) is not { Count: > 0 } items)
                return [];
            var wanted = items.Where(item => admits?.Invoke(item) != false).ToHashSet();
            return Search(Modality.Picture, wanted.Count, wanted.Contains);
        }

        IReadOnlyList<ScoredCandidate> Search(Modality response, int count, Func<CatalogItem, bool>? rule)
        {
            var (input, text) = (query.Modality, query.Context.Input.Text);
            var candidates = head.Index.Search(query.Projections, 0, input, response, count, rule, text);
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

    // Behind a text of the bot the same words may answer it, and the intent has to tell.
    private static bool IsCertain(DialogContext context) =>
        context.Input is { Modality: Modality.Text, Text: { } text }
        && ItemNames.IsDistinctive(text)
        && context.Turns.LastOrDefault() is not { Speaker: Speaker.Bot, Modality: Modality.Text };

    /// <summary>Gets the result of a message that is an emoji of the catalog, without a model; or null.</summary>
    internal static RetrievalResult? FindEmoji(DialogContext context, LoadedHead head, Func<CatalogItem, bool>? admits)
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
