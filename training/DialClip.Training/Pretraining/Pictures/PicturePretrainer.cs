using DialClip.Training.Loop;
using DialClip.Training.Modules;
using DialClip.Training.Terminal;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DialClip.Training.Pretraining.Pictures;

/// <summary>Trains the picture tower against the frozen text tower's features of captions.</summary>
/// <param name="options">The options.</param>
/// <param name="tower">The tower; all but its stem is trained.</param>
/// <param name="concepts">What pictures may show.</param>
/// <param name="views">What each row of the grids shows.</param>
/// <param name="grids">(N, values), half precision: the views' pooled grids.</param>
/// <param name="folder">The run's folder.</param>
/// <param name="progress">The sink for progress.</param>
/// <param name="time">The clock.</param>
internal sealed class PicturePretrainer(
    PicturePretrainOptions options,
    ResNetVitTower tower,
    PictureConcepts concepts,
    IReadOnlyList<PictureView> views,
    Tensor grids,
    RunFolder folder,
    IProgressSink progress,
    TimeProvider time
)
{
    private readonly int stepsPerEpoch = Math.Max(1, views.Count / options.Loop.BatchSize);
    private int[] order = [];
    private int orderEpoch = -1;

    /// <summary>Trains to the last step, resuming an interrupted run.</summary>
    /// <param name="validate">Measures the tower on the validation parts after each epoch.</param>
    /// <param name="cancellationToken">Saves a checkpoint and stops.</param>
    public void Run(Func<IReadOnlyDictionary<string, double>> validate, CancellationToken cancellationToken)
    {
        using var scope = NewDisposeScope();
        // Not disposed: it would dispose the tower's parts.
        var trained = new TrainedPart(tower, options.InitialScale);
        using var targets = BuildTargets();
        new TrainingLoop(folder, options.Seed, progress, time).Run(
            "pictures",
            trained,
            options.Loop with
            {
                Steps = options.Epochs * stepsPerEpoch,
            },
            step => ComputeLoss(trained, targets, step),
            step =>
            {
                if (step % stepsPerEpoch != 0)
                    return null;
                tower.eval();
                var figures = validate();
                tower.train();
                return new(figures, false);
            },
            cancellationToken
        );
        tower.eval();
    }

    private Tensor ComputeLoss(TrainedPart trained, Tensor targets, int step)
    {
        var random = new Random(TrainingLoop.GetSeed(options.Seed, step));
        trained.Clamp(options.MaxScale);
        var rows = DrawRows(step);
        var labels = tensor(Array.ConvertAll(rows, row => (long)views[(int)row].Concept));
        var features = functional.normalize(
            tower.EncodeGrids(grids.index_select(0, tensor(rows)).to(ScalarType.Float32), null),
            dim: -1
        ); // (B, D)
        var logits = features.matmul(DrawCaptions(random).t()) * trained.LogScale.exp(); // (B, N)
        var shares = targets.index_select(0, labels); // (B, N)
        var entropy = (shares * functional.log_softmax(logits, 1)).sum(1).mean().neg();
        var cosine = (features * concepts.Means.index_select(0, labels)).sum(1).mean();
        return entropy + (1 - cosine) * options.CosineWeight;
    }

    // One of the captions of each concept, or their mean, (N, D).
    private Tensor DrawCaptions(Random random)
    {
        var count = concepts.Means.shape[0];
        var choices = new long[count];
        for (var index = 0L; index < count; index++)
            choices[index] = index * (PictureConcepts.Captions + 1) + random.Next(PictureConcepts.Captions + 1);
        var all = cat([concepts.Features, concepts.Means.unsqueeze(1)], 1).flatten(0, 1); // (N x 5, D)
        return all.index_select(0, tensor(choices));
    }

    // (N, N): a class of photos shares its target with the stickers that show the same.
    private Tensor BuildTargets()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var stickerCount = concepts.Stickers.Count;
        var count = stickerCount + concepts.Classes.Count;
        var numbers = concepts
            .Stickers.Index()
            .ToDictionary(pair => pair.Item.Id, pair => pair.Index, StringComparer.Ordinal);
        var targets = eye(count); // (N, N)
        for (var index = stickerCount; index < count; index++)
        {
            var stickers = concepts.Classes[index - stickerCount].Stickers;
            if (stickers.Count == 0)
                continue;
            targets[index, index] = tensor(0.5f);
            foreach (var id in stickers)
                targets[index, numbers[id]] = tensor(0.5f / stickers.Count);
        }
        if (options.SoftShare > 0)
        {
            var similar = functional.softmax(concepts.Means.matmul(concepts.Means.t()) / options.SoftTemperature, 1);
            targets = targets * (1 - options.SoftShare) + similar * options.SoftShare;
        }
        return targets.DetachFromDisposeScope();
    }

    // Every view once an epoch, in an order that the seed and the epoch decide.
    private long[] DrawRows(int step)
    {
        var epoch = step / stepsPerEpoch;
        if (epoch != orderEpoch)
        {
            order = [.. Enumerable.Range(0, views.Count)];
            new Random(TrainingLoop.GetSeed(options.Seed, -1 - epoch)).Shuffle(order);
            orderEpoch = epoch;
        }
        var size = Math.Min(options.Loop.BatchSize, views.Count);
        return [.. order.Skip(step % stepsPerEpoch * size).Take(size).Select(row => (long)row)];
    }

    /// <summary>What is trained: the tower without its stem, and the factor on cosines.</summary>
    private sealed class TrainedPart : Module
    {
        private readonly PictureTrunk trunk;
        private readonly PictureBypass bypass;
        private readonly Parameter log_scale;

        public TrainedPart(ResNetVitTower tower, double initialScale)
            : base(nameof(TrainedPart))
        {
            (trunk, bypass) = (tower.Trunk, tower.Bypass);
            log_scale = new Parameter(tensor((float)Math.Log(initialScale)));
            RegisterComponents();
        }

        public Parameter LogScale => log_scale;

        // The parameter itself, because a clamp in the graph would end its gradient at the limit.
        public void Clamp(double maxScale)
        {
            using var noGradient = no_grad();
            using var clamped = log_scale.clamp(max: Math.Log(maxScale));
            log_scale.copy_(clamped);
        }
    }
}
