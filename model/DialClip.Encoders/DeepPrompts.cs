namespace DialClip.Encoders;

/// <summary>Prompt vectors for every layer of a tower.</summary>
/// <param name="Batch">The number of inputs.</param>
/// <param name="Layers">The number of layers of the tower.</param>
/// <param name="Count">The number of prompts of each layer; 0 for the tower without prompts.</param>
/// <param name="Width">The tower's width.</param>
/// <param name="Values">(Batch, Layers, Count, Width), row by row.</param>
public sealed record DeepPrompts(int Batch, int Layers, int Count, int Width, float[] Values)
{
    /// <summary>Gets the values; their number is checked against the shape.</summary>
    public float[] Values { get; } =
        Values is not null && Values.LongLength == (long)Batch * Layers * Count * Width
            ? Values
            : throw new ArgumentException(
                $"{Values?.LongLength ?? 0} values do not make deep prompts of shape ({Batch}, {Layers}, "
                    + $"{Count}, {Width}).",
                nameof(Values)
            );

    /// <summary>Creates empty prompts, for the tower without prompts.</summary>
    public static DeepPrompts None(int batch, int layers, int width) => new(batch, layers, 0, width, []);

    /// <summary>Repeats the prompts of one input for each input of a batch.</summary>
    public DeepPrompts Repeat(int batch)
    {
        if (Batch != 1)
            throw new InvalidOperationException(
                $"Only the prompts of one input can be repeated, and these are for {Batch}."
            );
        var values = new float[Values.Length * batch];
        for (var i = 0; i < batch; i++)
            Values.CopyTo(values, i * Values.Length);
        return new(batch, Layers, Count, Width, values);
    }
}
