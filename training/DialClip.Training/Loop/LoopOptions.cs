namespace DialClip.Training.Loop;

/// <summary>The options of one stage of a training run.</summary>
/// <param name="Steps">The number of optimizer steps.</param>
/// <param name="BatchSize">The number of examples in a forward pass.</param>
/// <param name="PeakLearningRate">AdamW's highest learning rate.</param>
/// <param name="WarmUp">The number of steps until the peak.</param>
/// <param name="WeightDecay">AdamW's weight decay on matrices; vectors and scalars have none.</param>
/// <param name="MaxGradientNorm">The L2 norm to which gradients are clipped.</param>
/// <param name="Accumulation">
/// The number of forward passes whose gradients are averaged into one step, at least 1; in-batch negatives stay
/// within a pass.
/// </param>
internal sealed record LoopOptions(
    int Steps,
    int BatchSize,
    double PeakLearningRate,
    int WarmUp,
    double WeightDecay,
    double MaxGradientNorm = 1,
    int Accumulation = 1
);
