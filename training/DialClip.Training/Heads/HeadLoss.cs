using DialClip.Training.Data.Dialogs;
using DialClip.Training.Heads.Examples;
using DialClip.Training.Loop;
using DialClip.Training.Losses;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DialClip.Training.Heads;

/// <summary>The loss of one forward pass of a head's training.</summary>
/// <remarks>
/// DialCLIP (arXiv 2401.01076): a contrastive loss trains context prompts, domain prompts and experts; each response is
/// scored by the expert of its own type.
/// </remarks>
internal sealed class HeadLoss(
    TuneOptions options,
    FrozenClip clip,
    TuningCatalog catalog,
    TunedHead tuned,
    TuningSampler sampler
)
{
    private readonly QueryEncoding encoding = new(clip, tuned.Head);
    private readonly Generalization? generalization = options.Generalize is { } weights
        ? new(weights, clip, catalog, tuned)
        : null;
    private readonly float[] intentWeights = IntentWeights(sampler.Training);

    /// <summary>Computes the loss.</summary>
    /// <param name="pass">The number of the pass, which alone decides what is drawn.</param>
    public Tensor Of(int pass)
    {
        // Held at the cap, not cut there: a cut would leave it without a gradient for good.
        using (no_grad())
            tuned.Head.LogitScale.copy_(tuned.Head.LogitScale.clamp(max: Math.Log(SymmetricInfoNce.MaxLogitScale)));
        var random = new Random(TrainingLoop.SeedOf(options.Seed, pass));
        var batch = sampler.Draw(random);
        var features = encoding.Queries(batch, example => Thinned(example.Tokens!, random)); // (B, D)
        var queries = tuned.Head.QueryExperts.call(features); // (B, 4, D)
        var scale = tuned.Head.LogitScale.exp();
        var loss =
            options.Loss == TuneLoss.InBatch
                ? InBatch(batch, queries, scale, random)
                : Sampled(batch, features, queries, scale, random);
        return loss + IntentLoss(batch, features) * options.IntentWeight;
    }

    private Tensor Sampled(
        IReadOnlyList<TuningExample> batch,
        Tensor features,
        Tensor queries,
        Tensor scale,
        Random random
    )
    {
        var pictures = sampler.DrawCandidates(batch, picture: true, catalog.Pictures.Count, random);
        var texts = sampler.DrawCandidates(batch, picture: false, catalog.Texts.Count, random);
        var loss = zeros(1, device: clip.Device).sum();
        if (pictures.Length > 0)
        {
            var found = encoding.PictureFeatures([.. pictures.Select(number => catalog.Crops[number])]); // (C, D)
            loss =
                loss
                + MultiPositiveInfoNce.Compute(
                    QueryEncoding.Scores(queries, tuned.Head.CandidateExperts.call(found), batch, picture: true)
                        * scale,
                    Accepted(batch, pictures, example => example.Pictures)
                );
            if (generalization is not null)
                loss = loss + generalization.Loss(batch, features, pictures, found, random);
        }
        if (texts.Length > 0)
            loss =
                loss
                + MultiPositiveInfoNce.Compute(
                    QueryEncoding.Scores(
                        queries,
                        tuned.Head.CandidateExperts.call(
                            encoding.TextFeatures([.. texts.Select(number => catalog.Sentences[number])])
                        ),
                        batch,
                        picture: false
                    ) * scale,
                    Accepted(batch, texts, example => example.Texts)
                );
        return loss;
    }

    // Each example's response is one of those that it accepts, drawn anew; examples without any take no part.
    private Tensor InBatch(IReadOnlyList<TuningExample> batch, Tensor queries, Tensor scale, Random random)
    {
        var rows = Enumerable
            .Range(0, batch.Count)
            .Where(at => batch[at].Pictures.Count + batch[at].Texts.Count > 0)
            .ToArray();
        if (rows.Length < 2)
            return zeros(1, device: clip.Device).sum();
        var responses = Array.ConvertAll(rows, at => Response.Draw(batch[at], random));
        var order = responses
            .Where(response => response.IsPicture)
            .Concat(responses.Where(response => !response.IsPicture))
            .Distinct()
            .ToArray();
        var found = new List<Tensor>();
        var count = order.Count(response => response.IsPicture);
        if (count > 0)
            found.Add(
                encoding.PictureFeatures([.. order.Take(count).Select(response => catalog.Crops[response.Number])])
            );
        if (count < order.Length)
            found.Add(
                encoding.TextFeatures([.. order.Skip(count).Select(response => catalog.Sentences[response.Number])])
            );
        var candidates = tuned.Head.CandidateExperts.call(cat(found, 0)); // (R, 4, D)
        var places = Array.ConvertAll(responses, response => (long)Array.IndexOf(order, response));
        var its = candidates.index_select(0, tensor(places, device: clip.Device)); // (B, 4, D)
        var asked = queries.index_select(0, tensor(Array.ConvertAll(rows, row => (long)row), device: clip.Device));
        List<TuningExample> examples = [.. rows.Select(row => batch[row])];
        var isPicture = tensor(
            Array.ConvertAll(responses, response => response.IsPicture ? 1f : 0f),
            [1, responses.Length],
            device: clip.Device
        );
        var scores =
            QueryEncoding.Scores(asked, its, examples, picture: true) * isPicture
            + QueryEncoding.Scores(asked, its, examples, picture: false) * (1 - isPicture);
        return SymmetricInfoNce.OfLogits(scores * scale, Shared(examples, responses));
    }

    // True where a query would accept the other's response, too, or the other way round.
    private Tensor Shared(List<TuningExample> examples, Response[] responses)
    {
        var shared = new float[examples.Count * examples.Count];
        for (var row = 0; row < examples.Count; row++)
        for (var column = 0; column < examples.Count; column++)
            shared[row * examples.Count + column] =
                responses[column].AcceptedBy(examples[row]) || responses[row].AcceptedBy(examples[column]) ? 1 : 0;
        return tensor(shared, [examples.Count, examples.Count], device: clip.Device).gt(0);
    }

    private Tensor IntentLoss(IReadOnlyList<TuningExample> batch, Tensor features)
    {
        var known = Enumerable.Range(0, batch.Count).Where(at => batch[at].Intent is not null).ToArray();
        return functional.cross_entropy(
            tuned.Head.Intent.call(
                features.index_select(0, tensor(Array.ConvertAll(known, at => (long)at), device: clip.Device))
            ),
            tensor(Array.ConvertAll(known, at => (long)batch[at].Intent!.Value), device: clip.Device),
            tensor(intentWeights, device: clip.Device)
        );
    }

    private Tensor Accepted(
        IReadOnlyList<TuningExample> batch,
        int[] candidates,
        Func<TuningExample, IReadOnlyList<int>> accepted
    )
    {
        var places = candidates
            .Select((number, place) => (number, place))
            .ToDictionary(pair => pair.number, pair => pair.place);
        var values = new float[batch.Count * candidates.Length];
        for (var row = 0; row < batch.Count; row++)
            foreach (var number in accepted(batch[row]))
                values[row * candidates.Length + places[number]] = 1;
        return tensor(values, [batch.Count, candidates.Length], device: clip.Device);
    }

    private int[] Thinned(int[] tokens, Random random)
    {
        int[] kept = [tokens[0], .. tokens[1..^1].Where(_ => random.NextDouble() >= options.TokenDropout), tokens[^1]];
        return kept.Length > 2 ? kept : tokens;
    }

    // Rarer intents count more, by the root of how much rarer they are.
    private static float[] IntentWeights(IReadOnlyList<TuningExample> training)
    {
        var counts = Enum.GetValues<Intent>()
            .Select(intent => (double)Math.Max(1, training.Count(example => example.Intent == intent)))
            .ToArray();
        return Array.ConvertAll(counts, count => (float)Math.Sqrt(counts.Max() / count));
    }
}
