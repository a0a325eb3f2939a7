using DialClip.Training.Losses;
using DialClip.Training.Modules;
using DialClip.Training.Runs;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DialClip.Training.Tuning;

/// <summary>Trains a DialCLIP head over a frozen CLIP.</summary>
/// <remarks>DialCLIP (arXiv 2401.01076): a contrastive loss trains context prompts, domain prompts and experts; each response is scored by the expert of its own type.</remarks>
internal sealed class HeadTrainer(
    TuneOptions options, FrozenClip clip, TuningCatalog catalog, IReadOnlyList<TuningExample> dialogs, IReadOnlyList<TuningExample> messages, RunFolder folder, RunProgress progress, TimeProvider time)
{
    private readonly IReadOnlyList<TuningExample> training = [.. dialogs.Where(example => example.Split == Data.DialogSplit.Train)];

    /// <summary>Trains to the last step, from where an interrupted run stopped.</summary>
    /// <param name="measure">Is called now and then with the head as it is; may be null.</param>
    /// <param name="cancel">Saves a checkpoint and ends the work.</param>
    public DialClipModule Run(Action<int, DialClipModule>? measure, CancellationToken cancel)
    {
        manual_seed(options.Seed);
        var head = new DialClipModule(clip.Weights.Config, options.Head, clip.Weights["logit_scale"].Values[0]);
        var encoding = new QueryEncoding(clip, head);
        var classWeights = IntentWeights();
        var loop = new TrainingLoop(folder, options.Seed, progress, time);
        loop.Run("head", head, options.Loop, step => Loss(head, encoding, classWeights, step), measure is null ? null : done => measure(done, head), cancel);
        return head;
    }

    private Tensor Loss(DialClipModule head, QueryEncoding encoding, Tensor classWeights, int step)
    {
        var random = new Random(TrainingLoop.SeedOf(options.Seed, step));
        var fromMessages = messages.Count == 0 ? 0 : (int)(options.Loop.BatchSize * options.MessageShare);
        List<TuningExample> batch = [.. Draw(training, options.Loop.BatchSize - fromMessages, random), .. Draw(messages, fromMessages, random)];
        var features = encoding.Queries(batch, example => Thinned(example.Tokens!, random));                                 // (B, D)
        var queries = head.QueryExperts.call(features);                                                                       // (B, 4, D)
        var scale = head.LogitScale.clamp(max: Math.Log(SymmetricInfoNce.MaxLogitScale)).exp();

        var pictures = DrawCandidates(batch, random);
        var pictureCandidates = encoding.PictureCandidates(catalog.Pixels.index_select(0, tensor(Array.ConvertAll(pictures, number => (long)number))));
        var loss = MultiPositiveInfoNce.Compute(
            QueryEncoding.Scores(queries, pictureCandidates, batch, picture: true) * scale, Accepted(batch, pictures, example => example.Pictures));
        if (catalog.Texts.Count > 0)
            loss = loss + MultiPositiveInfoNce.Compute(
                QueryEncoding.Scores(queries, encoding.TextCandidates(catalog.Sentences), batch, picture: false) * scale,
                Accepted(batch, [.. Enumerable.Range(0, catalog.Texts.Count)], example => example.Texts));
        return loss + IntentLoss(head, batch, features, classWeights) * options.IntentWeight;
    }

    private static Tensor IntentLoss(DialClipModule head, List<TuningExample> batch, Tensor features, Tensor classWeights)
    {
        var known = Enumerable.Range(0, batch.Count).Where(at => batch[at].Intent is not null).ToArray();
        return functional.cross_entropy(
            head.Intent.call(features.index_select(0, tensor(Array.ConvertAll(known, at => (long)at)))),
            tensor(Array.ConvertAll(known, at => (long)batch[at].Intent!.Value)),
            classWeights);
    }

    // Rarer intents count more, by the root of how much rarer they are.
    private Tensor IntentWeights()
    {
        var counts = Enumerable.Range(0, 3).Select(intent => (double)Math.Max(1, training.Count(example => example.Intent == (Intent)intent))).ToArray();
        return tensor(Array.ConvertAll(counts, count => (float)Math.Sqrt(counts.Max() / count)));
    }

    private static IEnumerable<TuningExample> Draw(IReadOnlyList<TuningExample> examples, int count, Random random) =>
        Enumerable.Range(0, count).Select(_ => examples[random.Next(examples.Count)]);

    // The accepted pictures of the whole batch, and others at random.
    private int[] DrawCandidates(List<TuningExample> batch, Random random)
    {
        var chosen = batch.SelectMany(example => example.Pictures).ToHashSet();
        while (chosen.Count < Math.Min(options.Candidates, catalog.Pictures.Count))
            chosen.Add(random.Next(catalog.Pictures.Count));
        return [.. chosen.Order()];
    }

    private int[] Thinned(int[] tokens, Random random)
    {
        int[] kept = [tokens[0], .. tokens[1..^1].Where(_ => random.NextDouble() >= options.TokenDropout), tokens[^1]];
        return kept.Length > 2 ? kept : tokens;
    }

    private static Tensor Accepted(List<TuningExample> batch, int[] candidates, Func<TuningExample, IReadOnlyList<int>> accepted)
    {
        var places = candidates.Select((number, place) => (number, place)).ToDictionary(pair => pair.number, pair => pair.place);
        var values = new float[batch.Count * candidates.Length];
        for (var row = 0; row < batch.Count; row++)
            foreach (var number in accepted(batch[row]))
                values[row * candidates.Length + places[number]] = 1;
        return tensor(values, [batch.Count, candidates.Length]);
    }
}
