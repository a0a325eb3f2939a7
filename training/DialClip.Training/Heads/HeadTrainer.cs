using DialClip.Training.Data.Dialogs;
using DialClip.Training.Evaluation.Statistics;
using DialClip.Training.Heads.Examples;
using DialClip.Training.Loop;
using DialClip.Training.Modules;
using DialClip.Training.Terminal;
using TorchSharp;
using static TorchSharp.torch;

namespace DialClip.Training.Heads;

/// <summary>Trains a DialCLIP head over a frozen CLIP.</summary>
internal sealed class HeadTrainer(
    TuneOptions options,
    FrozenClip clip,
    TuningCatalog catalog,
    IReadOnlyList<TuningExample> dialogs,
    IReadOnlyList<TuningExample> messages,
    RunFolder folder,
    IProgressSink progress,
    TimeProvider time,
    Gallery gallery = Gallery.Catalog
)
{
    /// <summary>The stage's name in checkpoints and metrics.</summary>
    public const string Stage = "head";

    /// <summary>Trains the head, resuming an interrupted run, to the last step or until early stopping.</summary>
    /// <param name="validate">
    /// Validates the head after a number of steps; null where no validation is due. May be null.
    /// </param>
    /// <param name="cancellationToken">Saves a checkpoint and stops.</param>
    /// <exception cref="InvalidDataException">No dialog of the train split accepts an item.</exception>
    public DialClipModule Run(Func<int, DialClipModule, RankingMetrics?>? validate, CancellationToken cancellationToken)
    {
        manual_seed(options.Seed);
        var head = new DialClipModule(clip.Weights.Config, options.Head, clip.Weights["logit_scale"].Values[0]);
        // Not disposed: it would dispose the head, which is returned.
        var tuned = new HeadWithCritics(head, options.Generalize is not null);
        if (clip.Device.type != DeviceType.CPU)
            tuned.to(clip.Device);
        var sampler = new TuningSampler(options, dialogs, messages, gallery);
        using var loss = new HeadLoss(options, clip, catalog, tuned, sampler);
        var earlyStopping = new EarlyStopping(folder, options.Patience);
        var loop = new TrainingLoop(folder, options.Seed, progress, time);
        loop.Run(Stage, tuned, options.Loop, loss.ComputeLoss, validate is null ? null : Validate, cancellationToken);
        earlyStopping.RestoreBest(head);
        return head;

        StepValidation? Validate(int step) =>
            validate(step, head) is { } metrics
                ? new(metrics.ToDictionary(), earlyStopping.Update(step, metrics.MeanReciprocalRank, head))
                : null;
    }
}
