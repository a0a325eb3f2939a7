using DialClip.Encoders;
using DialClip.Model;
using DialClip.Model.Indexing;
using DialClip.Model.Loading;
using DialClip.Training.Data.Dialogs;
using DialClip.Training.Terminal;

namespace DialClip.Training.Evaluation;

/// <summary>Measures how well a model, and baselines beside it, find accepted items.</summary>
/// <param name="head">The exported model.</param>
/// <param name="contexts">Makes what is asked.</param>
/// <param name="gallery">What is ranked for a dialog.</param>
/// <param name="progress">Shows how far it is.</param>
internal sealed class DialogEvaluator(LoadedHead head, DialogContexts contexts, Gallery gallery, IProgressSink progress)
{
    /// <summary>Ranks for every dialog that accepts an item of a kind; ties count against the ranking.</summary>
    /// <param name="dialogs">The dialogs to judge.</param>
    /// <param name="responses">Whether pictures or texts are ranked.</param>
    /// <param name="cancel">Ends the work.</param>
    /// <returns>Null where no dialog accepts any.</returns>
    /// <exception cref="InvalidDataException">A dialog accepts an item that the catalog lacks.</exception>
    public async Task<RetrievalTable?> RetrievalAsync(
        IReadOnlyList<DialogRecord> dialogs,
        Modality responses,
        CancellationToken cancel
    )
    {
        var asked = dialogs.Where(dialog => Accepted(dialog, responses).Any()).ToList();
        if (asked.Count == 0)
            return null;
        var ids = gallery switch
        {
            Gallery.Split => asked.SelectMany(dialog => Accepted(dialog, responses)),
            Gallery.Candidates => asked.SelectMany(dialog =>
                (dialog.Candidates ?? []).Concat(Accepted(dialog, responses))
            ),
            _ => head.Catalog.Items.Where(item => item.Modality == responses).Select(item => item.Id),
        };
        var items = ids.Distinct(StringComparer.Ordinal)
            .Select(id => head.Catalog.Find(id) ?? throw Unknown(asked, id))
            .Where(item => item.Modality == responses)
            .ToList();
        var numbers = items
            .Select((item, number) => (item.Id, number))
            .ToDictionary(pair => pair.Id, pair => pair.number, StringComparer.Ordinal);
        var bm25 = new Bm25([
            .. items.Select(item =>
                LexicalTerms.Of(
                    item.Modality == Modality.Text ? item.Text! : $"{item.Name} {string.Join(' ', item.Keywords)}"
                )
            ),
        ]);
        var kind = responses == Modality.Picture ? "pictures" : "texts";
        FrozenBaseline frozen;
        using (var encoding = progress.Start($"Encoding {kind} for the baseline", new(kind), items.Count))
            frozen = await FrozenBaseline
                .OfAsync(head.Backbone, head.Catalog, items, encoding, cancel)
                .ConfigureAwait(false);
        using var retriever = new DialClipRetriever();
        var ranks = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        var candidates = 0L;
        using var stage = progress.Start($"Ranking {kind}", new("dialogs"), asked.Count);
        for (var at = 0; at < asked.Count; at++)
        {
            var one = await CaseAsync(asked[at], responses, items.Count, numbers, cancel).ConfigureAwait(false);
            candidates += one.Candidates.Length;
            var found = await retriever
                .RetrieveAsync(one.Context, head, head.Catalog.Items.Count, cancel)
                .ConfigureAwait(false);
            Add(
                EvaluationReport.ModelRow,
                Scores(responses == Modality.Picture ? found.Pictures : found.Texts, numbers)
            );
            Add(EvaluationReport.LexicalRow, bm25.Score(LexicalTerms.Of(asked[at].Input.Text)));
            Add("CLIP, last 3 turns", frozen.LastTurns(one.Context, cancel));
            Add("CLIP, mean of turns", frozen.MeanTurns(one.Context, cancel));
            stage.Report(at + 1);

            void Add(string row, float[] scores)
            {
                if (!ranks.TryGetValue(row, out var its))
                    ranks[row] = its = [];
                its.Add(one.RankOf(scores));
            }
        }
        return new(
            responses,
            candidates / (double)asked.Count,
            [.. ranks.Select(row => RetrievalRow.Of(row.Key, row.Value))],
            [.. asked.Select(dialog => dialog.Id)]
        );
    }

    /// <summary>Gets how likely the model thinks a picture after each dialog, and whether one came.</summary>
    public async Task<IReadOnlyList<(double Probability, bool IsPicture)>> IntentsAsync(
        IReadOnlyList<DialogRecord> dialogs,
        CancellationToken cancel
    )
    {
        using var retriever = new DialClipRetriever();
        var turns = new List<(double, bool)>();
        // Elements of one response share their context: it is one decision.
        var responses = dialogs.DistinctBy(dialog => (dialog.Group ?? dialog.Id, dialog.Intent)).ToList();
        using var stage = progress.Start("Predicting intents", new("dialogs"), responses.Count);
        foreach (var dialog in responses)
        {
            var found = await retriever
                .RetrieveAsync(await contexts.OfAsync(dialog, cancel).ConfigureAwait(false), head, 1, cancel)
                .ConfigureAwait(false);
            turns.Add((found.Intent.Picture, dialog.Intent == Intent.Picture));
            stage.Advance();
        }
        return turns;
    }

    /// <summary>Gets what the model finds for each dialog: the best two of each kind in the whole catalog, which is what the bot decides by.</summary>
    public async Task<IReadOnlyList<(DialogRecord Dialog, Modality Input, RetrievalResult Found)>> AskAsync(
        IReadOnlyList<DialogRecord> dialogs,
        CancellationToken cancel
    )
    {
        using var retriever = new DialClipRetriever();
        var answers = new List<(DialogRecord, Modality, RetrievalResult)>();
        using var stage = progress.Start("Asking", new("dialogs"), dialogs.Count);
        foreach (var dialog in dialogs)
        {
            var context = await contexts.OfAsync(dialog, cancel).ConfigureAwait(false);
            answers.Add(
                (
                    dialog,
                    context.Input.Modality,
                    await retriever.RetrieveAsync(context, head, 2, cancel).ConfigureAwait(false)
                )
            );
            stage.Advance();
        }
        return answers;
    }

    private async Task<RetrievalCase> CaseAsync(
        DialogRecord dialog,
        Modality responses,
        int count,
        Dictionary<string, int> numbers,
        CancellationToken cancel
    )
    {
        var accepted = Accepted(dialog, responses).ToHashSet(StringComparer.Ordinal);
        int[] candidates =
            gallery == Gallery.Candidates && dialog.Candidates is { } named
                ?
                [
                    .. named
                        .Concat(accepted)
                        .Distinct(StringComparer.Ordinal)
                        .Where(numbers.ContainsKey)
                        .Select(id => numbers[id]),
                ]
                : [.. Enumerable.Range(0, count)];
        var wanted = accepted.Select(id => numbers[id]).ToHashSet();
        return new(
            await contexts.OfAsync(dialog, cancel).ConfigureAwait(false),
            candidates,
            Enumerable.Range(0, candidates.Length).Where(place => wanted.Contains(candidates[place])).ToHashSet()
        );
    }

    private InvalidDataException Unknown(List<DialogRecord> dialogs, string id) =>
        new(
            $"Dialog '{dialogs.First(dialog => dialog.Accept.Contains(id) || dialog.Candidates?.Contains(id) == true).Id}' accepts '{id}', which catalog '{head.Catalog.Folder.Manifest.Name}' does not hold."
        );

    private static IEnumerable<string> Accepted(DialogRecord dialog, Modality responses) =>
        responses == Modality.Picture ? dialog.AcceptedPictures : dialog.AcceptedTexts;

    private static float[] Scores(IReadOnlyList<ScoredCandidate> found, Dictionary<string, int> numbers)
    {
        var scores = new float[numbers.Count];
        foreach (var candidate in found)
            if (numbers.TryGetValue(candidate.Item.Id, out var number))
                scores[number] = candidate.Score;
        return scores;
    }
}
