namespace DialClip.Training.Checkpoints;

/// <summary>Copies values of a weight out of where they lie.</summary>
/// <param name="start">The first value.</param>
/// <param name="into">Takes as many as fit.</param>
internal delegate void TensorReader(long start, Span<float> into);
