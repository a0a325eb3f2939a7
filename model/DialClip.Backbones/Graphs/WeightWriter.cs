using System.Globalization;
using System.Runtime.InteropServices;
using DialClip.Backbones.Weights;

namespace DialClip.Backbones.Graphs;

/// <summary>Writes weights as ONNX's raw data: little endian, 32 or 16 bits.</summary>
public static class WeightWriter
{
    private const int Block = 64 * 1024;

    /// <summary>Writes a weight, a block at a time.</summary>
    /// <param name="stream">Receives the bytes.</param>
    /// <param name="name">The name of the weight, for messages.</param>
    /// <param name="tensor">The weight.</param>
    /// <param name="half">Whether to write 16 bits per element.</param>
    /// <exception cref="InvalidDataException">An element is out of the range of 16 bits.</exception>
    public static void Write(Stream stream, string name, TensorData tensor, bool half)
    {
        if (!half)
        {
            tensor.ReadBlocks(part => stream.Write(MemoryMarshal.AsBytes(part)));
            return;
        }
        var halves = new Half[Math.Min(Block, tensor.Count)];
        tensor.ReadBlocks(part =>
        {
            for (; part.Length > 0; part = part[Math.Min(Block, part.Length)..])
            {
                var rounded = halves.AsSpan(0, Math.Min(Block, part.Length));
                for (var i = 0; i < rounded.Length; i++)
                    rounded[i] = ToHalf(part[i], name);
                stream.Write(MemoryMarshal.AsBytes(rounded));
            }
        });
    }

    private static Half ToHalf(float value, string name)
    {
        var rounded = (Half)value;
        return Half.IsFinite(rounded)
            ? rounded
            : throw new InvalidDataException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Weight '{name}' holds {value}, but half precision ends at {Half.MaxValue}. "
                        + $"Export the model as fp32."
                )
            );
    }
}
