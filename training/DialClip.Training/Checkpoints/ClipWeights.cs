using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using DialClip.Training.Modules;

namespace DialClip.Training.Checkpoints;

/// <summary>A CLIP model's sizes and weights under this project's names, whatever layout they came in.</summary>
/// <param name="Config">The sizes.</param>
/// <param name="Tensors">Every weight by name: <c>text.*</c>, <c>visual.*</c>, <c>logit_scale</c>.</param>
internal sealed record ClipWeights(ClipConfig Config, IReadOnlyDictionary<string, TensorData> Tensors)
{
    /// <summary>Gets a weight.</summary>
    public TensorData this[string name] => Tensors[name];

    /// <summary>Gets the weights of a part of the model under their names in that part.</summary>
    /// <param name="prefix">What their names begin with, such as "text.".</param>
    public IReadOnlyDictionary<string, TensorData> Part(string prefix) =>
        Tensors
            .Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal))
            .ToDictionary(pair => pair.Key[prefix.Length..], pair => pair.Value, StringComparer.Ordinal);

    /// <summary>Gets the SHA-256 over names, shapes and 32-bit values in the order of the names: the same for every layout and every precision of an export.</summary>
    public string Digest()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, tensor) in Tensors.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{name} {tensor.ShapeText}\n"));
            tensor.ReadBlocks(part => hash.AppendData(MemoryMarshal.AsBytes(part)));
        }
        return Shared.IO.Digest.Finish(hash).ToString();
    }

    /// <summary>Checks that every weight is there, none is surplus and all have their shape.</summary>
    /// <exception cref="InvalidDataException">Lists every fault at once.</exception>
    public void Validate(string source)
    {
        Config.Validate();
        WeightCheck.Against(ClipShapes.Of(Config), Tensors, source);
    }
}
