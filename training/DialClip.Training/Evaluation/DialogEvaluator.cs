using DialClip.Encoders;
using DialClip.Model;
using DialClip.Model.Indexing;
using DialClip.Model.Indexing.Lexical;
using DialClip.Model.Loading;
using DialClip.Training.Data.Dialogs;
using DialClip.Training.Terminal;

namespace DialClip.Training.Evaluation;

/// <summary>Evaluates an exported model, with baselines, on recorded dialogs.</summary>
/// <param name="head">The exported model.</param>
/// <param name="contexts">The reader of retrieval contexts.</param>
/// <param name="gallery">The gallery that is ranked for a dialog.</param>
/// <param name="progress">The sink for progress.</param>
internal sealed class DialogEvaluator(
    LoadedHead head,
    DialogContextReader contexts,
    Gallery gallery,
    IProgressSink progress
)
{
    private CandidateFeatures? features;

    /// <summary>Ranks the gallery for every dialog that accepts an item of a modality.</summary>
    /// <param name="dialogs">The dialogs, whose ids were checked with <see cref="DialogItems"/>.</param>
    /// <param name="responses">The modality of the ranked items.</param>
    /// <param name="cancellationToken">Cancels the evaluation.</param>
    /// <returns>The table; null where no dialog accepts an item of the modality.</returns>
    public async Task<RetrievalTable?> EvaluateRetrievalAsync(
        IReadOnlyList<DialogRecord> dialogs,
        Modality responses,
        CancellationToken cancellationToken
    )
    {
        var judged = dialogs.Where(dialog => GetAccepted(dialog, responses).Any()).ToList();
        if (judged.Count == 0)
            return null;
        var ids = gallery switch
        {
            Gallery.Split => judged.SelectMany(dialog => GetAccepted(dialog, responses)),
            Gallery.Candidates => judged.SelectMany(dialog =>
                (dialog.Candidates ?? []).Concat(GetAccepted(dialog, responses))
            ),
            _ => head.Catalog.Items.Where(item => item.Modality == responses).Select(item => item.Id),
        };
        var items = ids.Distinct(StringComparer.Ordinal)
            .Select(id => head.Catalog.Find(id)!)
            .Where(item => item.Modality == responses)
            .ToList();
        var numbers = items
            .Select((item, number) => (item.Id, number))
            .ToDictionary(pair => pair.Id, pair => pair.number, StringComparer.Ordinal);
        var bm25 = new Bm25Index([
            .. items.Select(item =>
                LexicalTerms.GetTerms(
                    item.Modality == Modality.Text ? item.Text! : $"{item.Name} {string.Join(' ', item.Keywords)}"
                )
            ),
        ]);
        var kind = responses == Modality.Picture ? "pictures" : "texts";
        FrozenBaseline frozen;
        using (var encoding = progress.Start($"Encoding {kind} for the baseline", new(kind), items.Count))
            frozen = await FrozenBaseline
                .CreateAsync(head.Backbone, head.Catalog, items, encoding, cancellationToken)
                .ConfigureAwait(false);
        var evidence = EvidenceRows.Create(
            head,
            await EncodeCandidatesAsync(cancellationToken).ConfigureAwait(false),
            responses,
            cancellationToken
        );
        using var retriever = new DialClipRetriever();
        var ranks = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        var candidates = 0L;
        using var stage = progress.Start($"Ranking {kind}", new("dialogs"), judged.Count);
        for (var index = 0; index < judged.Count; index++)
        {
            var retrievalCase = await CreateCaseAsync(judged[index], responses, items.Count, numbers, cancellationToken)
                .ConfigureAwait(false);
            candidates += retrievalCase.Candidates.Length;
            var result = await retriever
                .RetrieveAsync(retrievalCase.Context, head, head.Catalog.Items.Count, cancellationToken)
                .ConfigureAwait(false);
            Add(
                EvaluationReport.ModelRow,
                GetScores(responses == Modality.Picture ? RankNamedFirst(result) : result.Texts, numbers)
            );
            var query = await retriever
                .EncodeQueryAsync(retrievalCase.Context, head, cancellationToken)
                .ConfigureAwait(false);
            foreach (var (name, ranking) in evidence.Rank(query))
                Add(name, GetScores(ranking, numbers));
            Add(EvaluationReport.LexicalRow, bm25.Score(LexicalTerms.GetTerms(judged[index].Input.Text)));
            Add("CLIP, last 3 turns", frozen.ScoreLastTurns(retrievalCase.Context, cancellationToken));
            Add("CLIP, mean of turns", frozen.ScoreMeanTurns(retrievalCase.Context, cancellationToken));
            stage.Report(index + 1);

            void Add(string row, float[] scores)
            {
                if (!ranks.TryGetValue(row, out var rowRanks))
                    ranks[row] = rowRanks = [];
                rowRanks.Add(retrievalCase.ComputeRank(scores));
            }
        }
        return new(
            responses,
            candidates / (double)judged.Count,
            [.. ranks.Select(row => RetrievalRow.Create(row.Key, row.Value))],
            [.. judged.Select(dialog => dialog.Id)]
        );
    }

    /// <summary>Encodes the catalog's items, pixels and captions apart; once, for all that need them.</summary>
    public async Task<CandidateFeatures> EncodeCandidatesAsync(CancellationToken cancellationToken)
    {
        if (features is not null)
            return features;
        using var stage = progress.Start("Encoding pixels and captions", new("items"), head.Catalog.Items.Count);
        return features = await CandidateFeatures
            .EncodeAsync(
                head.Catalog,
                head.Catalog.Items,
                head.Backbone,
                head.Head,
                withCaptions: true,
                stage,
                cancellationToken
            )
            .ConfigureAwait(false);
    }

    /// <summary>Encodes the input of each dialog, without ranking anything.</summary>
    public async Task<IReadOnlyList<(DialogRecord Dialog, EncodedQuery Query)>> EncodeQueriesAsync(
        IReadOnlyList<DialogRecord> dialogs,
        CancellationToken cancellationToken
    )
    {
        using var retriever = new DialClipRetriever();
        var queries = new List<(DialogRecord, EncodedQuery)>();
        using var stage = progress.Start("Encoding dialogs", new("dialogs"), dialogs.Count);
        foreach (var dialog in dialogs)
        {
            var context = await contexts.ReadAsync(dialog, cancellationToken).ConfigureAwait(false);
            queries.Add(
                (dialog, await retriever.EncodeQueryAsync(context, head, cancellationToken).ConfigureAwait(false))
            );
            stage.Advance();
        }
        return queries;
    }

    /// <summary>Gets the model's probability of a picture after each dialog, and whether a picture followed.</summary>
    public async Task<IReadOnlyList<(double Probability, bool IsPicture)>> PredictIntentsAsync(
        IReadOnlyList<DialogRecord> dialogs,
        CancellationToken cancellationToken
    )
    {
        using var retriever = new DialClipRetriever();
        var turns = new List<(double, bool)>();
        // Elements of one response share a context and count as one decision.
        var responses = dialogs.DistinctBy(dialog => (dialog.Group ?? dialog.Id, dialog.Intent)).ToList();
        using var stage = progress.Start("Predicting intents", new("dialogs"), responses.Count);
        foreach (var dialog in responses)
        {
            var result = await retriever
                .RetrieveAsync(
                    await contexts.ReadAsync(dialog, cancellationToken).ConfigureAwait(false),
                    head,
                    1,
                    cancellationToken
                )
                .ConfigureAwait(false);
            turns.Add((result.Intent.Picture, dialog.Intent == Intent.Picture));
            stage.Advance();
        }
        return turns;
    }

    /// <summary>
    /// Retrieves the best two items of each modality for each dialog from the whole catalog, as the bot does.
    /// </summary>
    public async Task<IReadOnlyList<(DialogRecord Dialog, Modality Input, RetrievalResult Found)>> RetrieveAllAsync(
        IReadOnlyList<DialogRecord> dialogs,
        CancellationToken cancellationToken
    )
    {
        using var retriever = new DialClipRetriever();
        var answers = new List<(DialogRecord, Modality, RetrievalResult)>();
        using var stage = progress.Start("Retrieving", new("dialogs"), dialogs.Count);
        foreach (var dialog in dialogs)
        {
            var context = await contexts.ReadAsync(dialog, cancellationToken).ConfigureAwait(false);
            answers.Add(
                (
                    dialog,
                    context.Input.Modality,
                    await retriever.RetrieveAsync(context, head, 2, cancellationToken).ConfigureAwait(false)
                )
            );
            stage.Advance();
        }
        return answers;
    }

    private async Task<RetrievalCase> CreateCaseAsync(
        DialogRecord dialog,
        Modality responses,
        int count,
        Dictionary<string, int> numbers,
        CancellationToken cancellationToken
    )
    {
        var accepted = GetAccepted(dialog, responses).ToHashSet(StringComparer.Ordinal);
        int[] candidates =
            gallery == Gallery.Candidates && dialog.Candidates is { } dialogCandidates
                ?
                [
                    .. dialogCandidates
                        .Concat(accepted)
                        .Distinct(StringComparer.Ordinal)
                        .Where(numbers.ContainsKey)
                        .Select(id => numbers[id]),
                ]
                : [.. Enumerable.Range(0, count)];
        var acceptedNumbers = accepted.Select(id => numbers[id]).ToHashSet();
        return new(
            await contexts.ReadAsync(dialog, cancellationToken).ConfigureAwait(false),
            candidates,
            Enumerable
                .Range(0, candidates.Length)
                .Where(index => acceptedNumbers.Contains(candidates[index]))
                .ToHashSet()
        );
    }

    private static IEnumerable<string> GetAccepted(DialogRecord dialog, Modality responses) =>
        responses == Modality.Picture ? dialog.AcceptedPictures : dialog.AcceptedTexts;

    // What the message names comes before every score, as it does in the chat.
    private static IReadOnlyList<ScoredCandidate> RankNamedFirst(RetrievalResult result) =>
        [.. result.Pictures, .. result.Named.Select(named => named with { Score = named.Score + 2 })];

    private static float[] GetScores(IReadOnlyList<ScoredCandidate> result, Dictionary<string, int> numbers)
    {
        var scores = new float[numbers.Count];
        foreach (var candidate in result)
            if (numbers.TryGetValue(candidate.Item.Id, out var number))
                scores[number] = candidate.Score;
        return scores;
    }
}
