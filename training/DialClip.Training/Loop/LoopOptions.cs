namespace DialClip.Training.Loop;

/// <summary>How one stage of a training run goes.</summary>
/// <param name="Steps">Optimiser steps.</param>
/// <param name="BatchSize">Examples of one forward pass.</param>
/// <param name="PeakLearningRate">AdamW's highest learning rate.</param>
/// <param name="WarmUp">Steps until it is reached.</param>
/// <param name="WeightDecay">AdamW's weight decay on matrices; vectors and scalars have none.</param>
/// <param name="MaxGradientNorm">Gradients are scaled down to this L2 norm.</param>
/// <param name="Accumulation">Forward passes whose gradients are averaged into one optimiser step, at least 1; in-batch negatives stay within a pass.</param>
internal sealed record LoopOptions(
    int Steps,
    int BatchSize,
    double PeakLearningRate,
    int WarmUp,
    double WeightDecay,
    double MaxGradientNorm = 1,
    int Accumulation = 1
);
