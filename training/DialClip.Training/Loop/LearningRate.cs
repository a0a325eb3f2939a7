namespace DialClip.Training.Loop;

/// <summary>A learning rate schedule: linear warm-up, then cosine decay to zero.</summary>
/// <param name="Peak">The highest rate.</param>
/// <param name="WarmUp">The number of steps until the peak.</param>
/// <param name="Steps">The number of steps in all.</param>
internal sealed record LearningRate(double Peak, int WarmUp, int Steps)
{
    /// <summary>Gets the rate of a step, counted from 0.</summary>
    public double GetRate(int step) =>
        Peak * Math.Min(1, (step + 1.0) / Math.Max(1, WarmUp)) * (0.5 + 0.5 * Math.Cos(Math.PI * step / Steps));
}
