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
    /// <summary>Trains to the last step.</summary>
    /// <param name="set">The set; its train photos of the wanted classes are drawn from.</param>
    /// <param name="features">The features of the set's photos.</param>
    /// <param name="classes">How many classes, from the first on, are trained on.</param>
    /// <param name="templates">The hand-crafted sentences.</param>
    /// <param name="cancel">Saves a checkpoint and ends the work.</param>
    public SoftPrompts Run(
        PhotoSet set,
        PhotoFeatures features,
        int classes,
        IReadOnlyList<string> templates,
        CancellationToken cancel
    )
    {
        manual_seed(options.Seed);
        var wanted = set.Classes.Take(classes).ToList();
        using var crafted = TemplateFeatures.Of(clip.Towers.Text, clip.Tokenizer, wanted, templates);
        var prompts = new SoftPrompts(clip.Towers.Text, clip.Tokenizer, options.ContextLength);
        // Not disposed: it would take the prompts with it.
        var tuning = new PromptTuning(options, prompts, clip.Weights.Config.Dimension);
        var shots = FewShots.Draw(features.Photos, classes, options.Shots, options.Seed);
        var scale = Math.Exp(clip.Weights["logit_scale"].Values[0]);
        new TrainingLoop(folder, options.Seed, progress, time).Run(
            "prompts",
            tuning,
            options.Loop,
            step =>
            {
                var random = new Random(TrainingLoop.SeedOf(options.Seed, step));
                var rows = Enumerable
                    .Range(0, options.Loop.BatchSize)
                    .Select(_ => shots[random.Next(shots.Count)])
                    .ToArray();
                var soft = prompts.Encode(clip.Towers.Text, clip.Tokenizer, wanted);
                return tuning.Loss(
                    features.Features.index_select(0, tensor(rows)),
                    Array.ConvertAll(rows, row => (long)features.Photos[(int)row].Class),
                    soft,
                    crafted,
                    scale,
                    random
                );
            },
            null,
            cancel
        );
        return prompts;
    }
}
