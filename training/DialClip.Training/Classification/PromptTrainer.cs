using DialClip.Training.Data.Photos;
using DialClip.Training.Heads;
using DialClip.Training.Loop;
using DialClip.Training.Terminal;
using static TorchSharp.torch;

namespace DialClip.Training.Classification;

/// <summary>Tunes soft prompts on a few photos of each class, over a frozen CLIP.</summary>
internal sealed class PromptTrainer(
    ClassifyOptions options,
    FrozenClip clip,
    RunFolder folder,
    IProgressSink progress,
    TimeProvider time
)
{
    /// <summary>Trains the prompts to the last step, resuming an interrupted run.</summary>
    /// <param name="set">The set of photos.</param>
    /// <param name="features">The features of the set's photos.</param>
    /// <param name="classes">The number of trained classes, from the first.</param>
    /// <param name="templates">The hand-crafted templates.</param>
    /// <param name="cancellationToken">Saves a checkpoint and stops.</param>
    public SoftPrompts Run(
        PhotoSet set,
        PhotoFeatures features,
        int classes,
        IReadOnlyList<string> templates,
        CancellationToken cancellationToken
    )
    {
        manual_seed(options.Seed);
        var trainedClasses = set.Classes.Take(classes).ToList();
        using var crafted = ClassTextFeatures.EncodeTemplates(
            clip.Towers.Text,
            clip.Tokenizer,
            trainedClasses,
            templates
        );
        var prompts = new SoftPrompts(clip.Towers.Text, clip.Tokenizer, options.ContextLength);
        // Not disposed: it would dispose the prompts, which are returned.
        var tuning = new PromptTuning(options, prompts, clip.Weights.Config.Dimension);
        var shots = FewShots.Draw(features.Photos, classes, options.Shots, options.Seed);
        var scale = Math.Exp(clip.Weights["logit_scale"].Values[0]);
        new TrainingLoop(folder, options.Seed, progress, time).Run(
            "prompts",
            tuning,
            options.Loop,
            step =>
            {
                var random = new Random(TrainingLoop.GetSeed(options.Seed, step));
                var rows = Enumerable
                    .Range(0, options.Loop.BatchSize)
                    .Select(_ => shots[random.Next(shots.Count)])
                    .ToArray();
                var soft = prompts.Encode(clip.Towers.Text, clip.Tokenizer, trainedClasses);
                return tuning.ComputeLoss(
                    features.Features.index_select(0, tensor(rows)),
                    Array.ConvertAll(rows, row => (long)features.Photos[(int)row].Class),
                    soft,
                    crafted,
                    scale,
                    random
                );
            },
            null,
            cancellationToken
        );
        return prompts;
    }
}
