using DialClip.Backbones.Weights;

namespace DialClip.Backbones.Tests.Graphs;

/// <summary>The convolutions of the ResNet as plain loops in double precision.</summary>
internal sealed class ReferenceStem(ClipWeights weights)
{
    private readonly ReferenceLayers layers = new(weights);

    /// <summary>Computes the grid of one picture, (C, S/32, S/32).</summary>
    /// <param name="pixels">(3, S, S), red first, 0 to 1.</param>
    public double[] Encode(float[] pixels)
    {
        var side = weights.Config.Vision.ImageSize;
        var (plane, mean) = (side * side, layers[ResNetVitNames.StemMean]);
        var centred = new double[3 * plane];
        for (var i = 0; i < centred.Length; i++)
            centred[i] = 255.0 * pixels[(2 - i / plane) * plane + i % plane] - mean[i];
        var x = Relu(Convolve(new(centred, 3, side), ResNetStem.First));
        x = Maximum(x);
        foreach (var block in ResNetStem.Blocks)
        {
            var second = Convolve(Relu(Convolve(x, block.First)), block.Second);
            var shortcut = block.Shortcut is null ? x : Convolve(x, block.Shortcut);
            x = Relu(second with { Values = ReferenceLayers.Add(second.Values, shortcut.Values) });
        }
        return x.Values;
    }

    private Planes Convolve(Planes x, StemConvolution convolution)
    {
        var kernel = layers[ResNetVitNames.Stem + convolution.Weight];
        var channels = (int)layers.Shape(ResNetVitNames.Stem + convolution.Weight)[0];
        double[][] norm = [.. convolution.NormWeights.Select(name => layers[ResNetVitNames.Stem + name])];
        var (size, side) = (convolution.Kernel, x.Side / convolution.Stride);
        var result = new double[channels * side * side];
        for (var to = 0; to < channels; to++)
        for (var top = 0; top < side; top++)
        for (var left = 0; left < side; left++)
        {
            var sum = 0.0;
            for (var from = 0; from < x.Channels; from++)
            for (var dy = 0; dy < size; dy++)
            for (var dx = 0; dx < size; dx++)
                sum +=
                    kernel[((to * x.Channels + from) * size + dy) * size + dx]
                    * x.At(
                        from,
                        top * convolution.Stride + dy - size / 2,
                        left * convolution.Stride + dx - size / 2,
                        outside: 0
                    );
            var deviation = Math.Sqrt(norm[3][to] + 1e-5);
            result[(to * side + top) * side + left] = (sum - norm[2][to]) / deviation * norm[0][to] + norm[1][to];
        }
        return new(result, channels, side);
    }

    private static Planes Relu(Planes x) => x with { Values = [.. x.Values.Select(value => Math.Max(0, value))] };

    private static Planes Maximum(Planes x)
    {
        var side = x.Side / 2;
        var result = new double[x.Channels * side * side];
        for (var channel = 0; channel < x.Channels; channel++)
        for (var top = 0; top < side; top++)
        for (var left = 0; left < side; left++)
            result[(channel * side + top) * side + left] = Enumerable
                .Range(0, 9)
                .Max(i => x.At(channel, 2 * top + i / 3 - 1, 2 * left + i % 3 - 1, double.NegativeInfinity));
        return new(result, x.Channels, side);
    }

    private sealed record Planes(double[] Values, int Channels, int Side)
    {
        public double At(int channel, int y, int x, double outside) =>
            y < 0 || x < 0 || y >= Side || x >= Side ? outside : Values[(channel * Side + y) * Side + x];
    }
}
