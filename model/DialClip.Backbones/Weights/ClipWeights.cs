using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using DialClip.Backbones.Towers;

namespace DialClip.Backbones.Weights;

/// <summary>The sizes and weights of a CLIP model, under the same names for every layout.</summary>
/// <param name="Config">The sizes.</param>
/// <param name="Tensors">The weights by name: <c>text.*</c>, <c>visual.*</c>, <c>logit_scale</c>.</param>
public sealed record ClipWeights(ClipConfig Config, IReadOnlyDictionary<string, TensorData> Tensors)
{
    /// <summary>Gets the id that the text tower looks for; null for the end token of any vocabulary.</summary>
    public int? EndToken { get; init; }

    /// <summary>Gets a weight.</summary>
    public TensorData this[string name] => Tensors[name];

    /// <summary>Gets the weights of a part of the model, by their names in that part.</summary>
    /// <param name="prefix">The prefix of their names, such as "text.".</param>
    public IReadOnlyDictionary<string, TensorData> GetPart(string prefix) =>
        Tensors
            .Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal))
            .ToDictionary(pair => pair.Key[prefix.Length..], pair => pair.Value, StringComparer.Ordinal);

    /// <summary>Computes the SHA-256 of names, shapes and 32-bit elements, in the order of the names.</summary>
    /// <remarks>
    /// It is the same for every layout and every precision of an export. Options that OpenAI's models do not have are
    /// part of it, for a head fits the features, not the weights alone.
    /// </remarks>
    public string ComputeDigest()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, tensor) in Tensors.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{name} {tensor.ShapeText}\n"));
            tensor.ReadBlocks(part => hash.AppendData(MemoryMarshal.AsBytes(part)));
        }
        hash.AppendData(Encoding.UTF8.GetBytes(Config.DescribeUnusualOptions()));
        return Shared.IO.Digest.Finish(hash).ToString();
    }

    /// <summary>Validates names and shapes of the weights.</summary>
    /// <param name="source">The origin of the weights, for messages.</param>
    /// <exception cref="InvalidDataException">
    /// Counts the missing, unexpected and misshapen weights, and names at most five.
    /// </exception>
    public void Validate(string source)
    {
        Config.Validate();
        WeightValidator.Validate(ClipShapes.Compute(Config), Tensors, source);
    }
}
