using DialClip.Training.Loop;
using DialClip.Training.Losses;

namespace DialClip.Training.Classification;

/// <summary>All that decides what one run of prompt tuning on labelled photos makes.</summary>
/// <param name="Method">The losses.</param>
/// <param name="Seed">Draws the shots and everything else random.</param>
/// <param name="Shots">Photos of each class to train on.</param>
/// <param name="ContextLength">Soft vectors before the class's name.</param>
/// <param name="Loop">Steps and rates.</param>
/// <param name="Weights">The weights of the added losses.</param>
internal sealed record ClassifyOptions(
    PromptMethod Method,
    int Seed,
    int Shots,
    int ContextLength,
    LoopOptions Loop,
    GeneralizationWeights Weights
)
{
    public static ClassifyOptions Default { get; } =
        new(
            PromptMethod.E2Mim,
            Seed: 0,
            Shots: 16,
            ContextLength: 4,
            Loop: new(Steps: 300, BatchSize: 128, PeakLearningRate: 2e-3, WarmUp: 30, WeightDecay: 0),
            Weights: GeneralizationWeights.Default
        );
}
