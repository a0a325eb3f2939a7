using System.Globalization;
using DialClip.Training.Checkpoints;
using DialClip.Training.Loop;
using DialClip.Training.Losses;
using DialClip.Training.Modules;
using DialClip.Training.Terminal;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DialClip.Training.Pretraining;

/// <summary>
/// Pretrains a small CLIP: a bag of words, the text tower from it, then the vision tower against captions.
/// </summary>
internal sealed class Pretrainer(
    PretrainOptions options,
    PretrainSources sources,
    RunFolder folder,
    IProgressSink progress,
    TimeProvider time
)
{
    // The factor on cosines of the picture stage, and the weight of its cosine term beside the cross entropy.
    private const double PictureScale = 30;
    private const double CosineWeight = 10;

    private readonly ClipConfig sizes = options.Sizes(sources.Tokenizer.VocabularySize);
    private readonly TrainingLoop loop = new(folder, options.Seed, progress, time);

    /// <summary>Runs all stages, resuming an interrupted run.</summary>
    /// <param name="measure">Evaluates the encoder of texts (unit length) after the named stage; may be null.</param>
    /// <param name="cancellationToken">Saves a checkpoint and stops.</param>
    public ClipWeights Run(
        Action<string, Func<IReadOnlyList<int[]>, Tensor>>? measure,
        CancellationToken cancellationToken
    )
    {
        using var scope = NewDisposeScope();
        manual_seed(options.Seed);
        using var clip = new ClipTowers(sizes);
        using var bag = new BagOfWords(sizes.Text.VocabularySize, sizes.Text.Width);
        if (sources.WordVectors is { } vectors)
            bag.Initialize(TokenVectors.Build(vectors, sources.Tokenizer, sizes.Text.Width, options.Seed));
        Measure("start", bag.Encode);
        var sampler = CreateSampler(cancellationToken);
        loop.Run(
            "bag",
            bag,
            options.Bag,
            step => ComputePairLoss(sampler, options.Bag, step, bag.Encode, bag.LogitScale),
            null,
            cancellationToken
        );
        Measure("bag", bag.Encode);

        bag.CopyTo((TextTower)clip.Text, sizes.Text);
        using (no_grad())
            clip.LogitScale.copy_(bag.LogitScale);
        // Not disposed: it would dispose the tower that it shares.
        var stage = new TextStage(clip);
        loop.Run(
            "text",
            stage,
            options.Text,
            step =>
                ComputePairLoss(
                    sampler,
                    options.Text,
                    step,
                    sentences => TextEncoding.Encode(clip.Text, sentences),
                    clip.LogitScale
                ),
            null,
            cancellationToken
        );
        Measure("text", sentences => TextEncoding.Encode(clip.Text, sentences));

        TrainPictures(clip, cancellationToken);
        var weights = new ClipWeights(sizes, ModuleWeights.Read(clip));
        weights.Validate("the trained model");
        return weights;

        void Measure(string name, Func<IReadOnlyList<int[]>, Tensor> encode)
        {
            using var noGradient = no_grad();
            measure?.Invoke(name, encode);
        }
    }

    /// <summary>Tokenizes the caption of every sticker, with start and end.</summary>
    public IReadOnlyList<int[]> TokenizeCaptions() =>
        [.. sources.Stickers.Select(sticker => sources.Tokenizer.Encode(string.Join(' ', sticker.Phrases)))];

    private TextPairSampler CreateSampler(CancellationToken cancellationToken)
    {
        var words = new WordTable(sources.Tokenizer);
        var wordNet = new WordNetPairs(sources.Synsets, words);
        using var stage = progress.Start("Pairing texts", new("synsets"), sources.Synsets.Count);
        var stickers = new StickerPairs(
            sources.Stickers,
            sources.Synsets,
            sources.Messages,
            wordNet,
            words,
            stage,
            cancellationToken
        );
        return new(wordNet, stickers, words, sources.Tokenizer, options.Mix);
    }

    private Tensor ComputePairLoss(
        TextPairSampler sampler,
        LoopOptions stage,
        int step,
        Func<IReadOnlyList<int[]>, Tensor> encode,
        Tensor logitScale
    )
    {
        var batch = sampler.Draw(stage.BatchSize, options.Seed, step);
        var features = encode([.. batch.Select(pair => pair.First), .. batch.Select(pair => pair.Second)]); // (2B, D)
        var keys = tensor(batch.Select(pair => (long)pair.Key).ToArray());
        return SymmetricInfoNce.Compute(
            features.narrow(0, 0, batch.Length),
            features.narrow(0, batch.Length, batch.Length),
            logitScale,
            keys.unsqueeze(0).eq(keys.unsqueeze(1))
        );
    }

    private void TrainPictures(ClipTowers clip, CancellationToken cancellationToken)
    {
        Tensor captions;
        using (no_grad())
            captions = TextEncoding.Encode(clip.Text, TokenizeCaptions()); // (N, D)
        var pictures = ReadPictures(cancellationToken); // (N, 3, S, S)
        var count = sources.Stickers.Count;
        loop.Run(
            "pictures",
            (Module)clip.Visual,
            options.Pictures,
            step =>
            {
                var rows = tensor(GetRows(step, options.Pictures.BatchSize, count));
                var features = functional.normalize(clip.Visual.call(pictures.index_select(0, rows), null), dim: -1);
                var cosine = (features * captions.index_select(0, rows)).sum(1).mean();
                return functional.cross_entropy(features.matmul(captions.t()) * PictureScale, rows)
                    + (1 - cosine) * CosineWeight;
            },
            null,
            cancellationToken
        );
        using var noGradient = no_grad();
        var all = cat(
            [
                .. Enumerable
                    .Range(0, count)
                    .Chunk(256)
                    .Select(chunk => clip.Visual.call(pictures.narrow(0, chunk[0], chunk.Length), null)),
            ],
            0
        );
        var similarity = functional.normalize(all, dim: -1).matmul(captions.t());
        var ownCosine = similarity.diagonal().mean().ToDouble();
        var hits = similarity.argmax(1).eq(arange(count, dtype: ScalarType.Int64));
        var nearest = hits.to(ScalarType.Float32).mean().ToDouble();
        progress.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"pictures: mean cosine to the caption {ownCosine:F3}, own caption nearest for {nearest:P1}."
            )
        );
    }

    private Tensor ReadPictures(CancellationToken cancellationToken)
    {
        using var stage = progress.Start("Reading pictures", new("pictures"), sources.Stickers.Count);
        return PictureSet.Read(sources.Stickers, sources.StickerFolder, sizes.Vision, stage, cancellationToken);
    }

    // Every picture once in an epoch, in an order seeded by the epoch.
    private long[] GetRows(int step, int batch, int count)
    {
        var rows = new long[batch];
        for (var index = 0; index < batch; index++)
        {
            var (epoch, position) = Math.DivRem((long)step * batch + index, count);
            rows[index] = GetOrder((int)epoch, count)[position];
        }
        return rows;
    }

    private (int Epoch, int[] Rows)? order;

    private int[] GetOrder(int epoch, int count)
    {
        if (order?.Epoch != epoch)
        {
            var rows = Enumerable.Range(0, count).ToArray();
            new Random(TrainingLoop.GetSeed(options.Seed, epoch)).Shuffle(rows);
            order = (epoch, rows);
        }
        return order.Value.Rows;
    }
}
