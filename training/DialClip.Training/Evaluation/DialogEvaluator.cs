using DialClip.Model;
using DialClip.Model.Dialog;
using DialClip.Model.Indexing;
using DialClip.Training.Data;

namespace DialClip.Training.Evaluation;

/// <summary>Measures how well a model finds accepted pictures in its whole catalog.</summary>
internal static class DialogEvaluator
{
    /// <summary>Evaluates every dialog that accepts a picture; ties count against the model.</summary>
    /// <param name="dialogs">The dialogs.</param>
    /// <param name="baseFolder">The folder that pictures named by a path lie in.</param>
    /// <param name="head">The exported model.</param>
    /// <param name="progress">Is told how many dialogs are done.</param>
    /// <param name="cancel">Ends the work.</param>
    /// <exception cref="InvalidDataException">No dialog accepts a picture, or one is accepted that the catalog lacks.</exception>
    public static async Task<EvaluationReport> EvaluateAsync(
        IEnumerable<DialogRecord> dialogs, string baseFolder, LoadedHead head, IProgress<int>? progress, CancellationToken cancel)
    {
        var asked = dialogs.Where(dialog => dialog.AcceptedPictures.Any()).ToList();
        if (asked.Count == 0)
            throw new InvalidDataException("No dialog accepts a picture; there is nothing to measure. Expected sticker ids in 'accept'.");
        var pictures = head.Catalog.Items.Where(item => item.Modality == Modality.Picture).ToList();
        var numbers = pictures.Select((item, number) => (item.Id, number)).ToDictionary(pair => pair.Id, pair => pair.number, StringComparer.Ordinal);
        var bm25 = new Bm25([.. pictures.Select(item => LexicalTerms.Of($"{item.Name} {string.Join(' ', item.Keywords)}"))]);
        var contexts = new DialogContexts(head.Catalog, baseFolder);
        using var retriever = new DialClipRetriever();
        var modelRanks = new List<int>();
        var lexicalRanks = new List<int>();
        foreach (var dialog in asked)
        {
            var accepted = dialog.AcceptedPictures.Select(id => numbers.TryGetValue(id, out var number)
                ? number
                : throw new InvalidDataException($"Dialog '{dialog.Id}' accepts '{id}', which catalog '{head.Catalog.Folder.Manifest.Name}' does not hold.")).ToHashSet();
            var context = await contexts.OfAsync(dialog, cancel).ConfigureAwait(false);
            var found = await retriever.RetrieveAsync(context, head, pictures.Count, cancel).ConfigureAwait(false);
            modelRanks.Add(RankingMetrics.PessimisticRank(Scores(found.Pictures, numbers), accepted));
            lexicalRanks.Add(RankingMetrics.PessimisticRank(bm25.Score(LexicalTerms.Of(dialog.Input.Text)), accepted));
            progress?.Report(modelRanks.Count);
        }
        return new(asked.Count, RankingMetrics.Of(modelRanks), RankingMetrics.Of(lexicalRanks));
    }

    private static float[] Scores(IReadOnlyList<ScoredCandidate> found, Dictionary<string, int> numbers)
    {
        var scores = new float[numbers.Count];
        foreach (var candidate in found)
            scores[numbers[candidate.Item.Id]] = candidate.Score;
        return scores;
    }
}
