using DialClip.Training.Data.Dialogs;
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

    /// <summary>Trains to the last step, or to the best one where the options name a patience, from where an interrupted run stopped.</summary>
    /// <param name="measure">Is called with the steps done and the head as it is, and gives what it measured on the validation split, if it did; may be null.</param>
    /// <param name="cancel">Saves a checkpoint and ends the work.</param>
    /// <exception cref="InvalidDataException">There is nothing to train on.</exception>
    public DialClipModule Run(Func<int, DialClipModule, HeadMeasurement?>? measure, CancellationToken cancel)
    {
        manual_seed(options.Seed);
        var head = new DialClipModule(clip.Weights.Config, options.Head, clip.Weights["logit_scale"].Values[0]);
        // Not disposed: it would take the head with it.
        var tuned = new TunedHead(head, options.Generalize is not null);
        if (clip.Device.type != DeviceType.CPU)
            tuned.to(clip.Device);
        var loss = new HeadLoss(options, clip, catalog, tuned, new(options, dialogs, messages, gallery));
        var best = new BestHead(folder, options.Patience);
        var loop = new TrainingLoop(folder, options.Seed, progress, time);
        loop.Run(
            Stage,
            tuned,
            options.Loop,
            loss.Of,
            measure is null
                ? null
                : done =>
                    measure(done, head) is { } found ? new(found.Values, best.Consider(done, found.Score, head)) : null,
            cancel
        );
        best.Restore(head);
        return head;
    }
}
