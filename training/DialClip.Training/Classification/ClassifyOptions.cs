using DialClip.Training.Loop;
using DialClip.Training.Losses;

namespace DialClip.Training.Classification;

/// <summary>The options of one run of prompt tuning on labelled photos.</summary>
/// <param name="Method">The method, which decides the losses.</param>
/// <param name="Seed">The seed of the shots and everything else random.</param>
/// <param name="Shots">The number of train photos per class.</param>
/// <param name="ContextLength">The number of soft vectors before the class's name.</param>
/// <param name="Loop">Steps, batch size and learning rates.</param>
/// <param name="Weights">The weights of the additional losses.</param>
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
