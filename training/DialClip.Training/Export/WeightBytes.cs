using System.Globalization;
using System.Runtime.InteropServices;
using DialClip.Training.Checkpoints;

namespace DialClip.Training.Export;

/// <summary>Writes weights as ONNX keeps them: little endian, of 32 or 16 bits.</summary>
internal static class WeightBytes
{
    private const int Block = 64 * 1024;

    /// <summary>Writes a weight, a part at a time.</summary>
    /// <param name="to">Where the bytes go.</param>
    /// <param name="name">The weight's name, for messages.</param>
    /// <param name="tensor">Its values.</param>
    /// <param name="half">Whether to write 16 bits a value.</param>
    /// <exception cref="InvalidDataException">A value is beyond what 16 bits hold.</exception>
    public static void Write(Stream to, string name, TensorData tensor, bool half)
    {
        if (!half)
        {
            tensor.ReadBlocks(part => to.Write(MemoryMarshal.AsBytes(part)));
            return;
        }
        var halves = new Half[Math.Min(Block, tensor.Count)];
        tensor.ReadBlocks(part =>
        {
            for (; part.Length > 0; part = part[Math.Min(Block, part.Length)..])
            {
                var narrowed = halves.AsSpan(0, Math.Min(Block, part.Length));
                for (var i = 0; i < narrowed.Length; i++)
                    narrowed[i] = Narrow(part[i], name);
                to.Write(MemoryMarshal.AsBytes(narrowed));
            }
        });
    }

    private static Half Narrow(float value, string name)
    {
        var narrowed = (Half)value;
        return Half.IsFinite(narrowed)
            ? narrowed
            : throw new InvalidDataException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Weight '{name}' holds {value}, but half precision ends at {Half.MaxValue}. "
                        + $"Export the model as fp32."
                )
            );
    }
}
