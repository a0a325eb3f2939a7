namespace DialClip.Encoders.Imaging;

/// <summary>
/// The weights of one dimension of an antialiased resize, in the fixed-point arithmetic of the reference
/// (Pillow).
/// </summary>
/// <remarks>
/// Only the outputs that survive the crop are made, so an elongated picture costs no more than a square one.
/// </remarks>
internal sealed class ResamplingWindow
{
    // 8 bits for the value and 2 of headroom for the kernel's overshoot leave 22 bits of fraction in a 32-bit sum.
    public const int Precision = 32 - 8 - 2;
    public const int Half = 1 << (Precision - 1);

    private const double CubicRadius = 2.0;
    private const double Sharpness = -0.5;

    private readonly int[] weights;
    private readonly int taps;

    /// <summary>
    /// Computes the weights of <paramref name="count"/> outputs of a resize to <paramref name="outputLength"/>.
    /// </summary>
    public ResamplingWindow(
        int inputLength,
        long outputLength,
        long firstOutput,
        int count,
        Interpolation interpolation
    )
    {
        var scale = (double)inputLength / outputLength;
        var filterScale = Math.Max(scale, 1.0);
        var support = (interpolation == Interpolation.Bilinear ? 1.0 : CubicRadius) * filterScale;
        taps = Math.Min((int)Math.Ceiling(support) * 2 + 1, inputLength);
        weights = new int[count * taps];
        Starts = new int[count];
        Counts = new int[count];
        var kernel = new double[taps];
        for (var i = 0; i < count; i++)
        {
            var centre = (firstOutput + i + 0.5) * scale;
            var start = Math.Max((int)(centre - support + 0.5), 0);
            var length = Math.Min((int)(centre + support + 0.5), inputLength) - start;
            var sum = 0.0;
            for (var tap = 0; tap < length; tap++)
                sum += kernel[tap] = Kernel((tap + start - centre + 0.5) / filterScale, interpolation);
            for (var tap = 0; tap < length; tap++)
            {
                var weight = sum == 0 ? kernel[tap] : kernel[tap] / sum;
                // Away from zero, as a C cast of the shifted value rounds.
                weights[i * taps + tap] = (int)(weight * (1 << Precision) + (weight < 0 ? -0.5 : 0.5));
            }

            Starts[i] = start;
            Counts[i] = length;
        }
    }

    /// <summary>Gets the first input of each output.</summary>
    public int[] Starts { get; }

    /// <summary>Gets the number of inputs of each output.</summary>
    public int[] Counts { get; }

    /// <summary>Gets the weights of one output, one for each input it reads.</summary>
    public ReadOnlySpan<int> Weights(int output) => weights.AsSpan(output * taps, Counts[output]);

    private static double Kernel(double x, Interpolation interpolation)
    {
        x = Math.Abs(x);
        if (interpolation == Interpolation.Bilinear)
            return Math.Max(0.0, 1.0 - x);
        return x switch
        {
            < 1.0 => ((Sharpness + 2.0) * x - (Sharpness + 3.0)) * x * x + 1,
            < CubicRadius => (((x - 5) * x + 8) * x - 4) * Sharpness,
            _ => 0.0,
        };
    }
}
