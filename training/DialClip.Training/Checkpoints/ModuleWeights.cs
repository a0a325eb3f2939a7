using static TorchSharp.torch;

namespace DialClip.Training.Checkpoints;

/// <summary>Moves weights between modules and plain data; a module's state-dict names are the weights' names.</summary>
internal static class ModuleWeights
{
    private const long LongestCopy = 4 * 1024 * 1024;

    /// <summary>Copies weights into a module, strictly: every name, every shape, nothing surplus.</summary>
    /// <exception cref="InvalidDataException">Lists every fault at once.</exception>
    public static void Load(nn.Module module, IReadOnlyDictionary<string, TensorData> weights, string source)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var own = module.state_dict();
        WeightCheck.Against(
            own.ToDictionary(pair => pair.Key, pair => pair.Value.shape, StringComparer.Ordinal),
            weights,
            source
        );
        foreach (var (name, target) in own)
            Copy(weights[name], target);
    }

    // Row by row where a weight is large: it would be in memory three times otherwise.
    private static void Copy(TensorData weight, Tensor target)
    {
        if (weight.Count <= LongestCopy)
        {
            using var whole = tensor(weight.Values, weight.Shape);
            target.copy_(whole);
            return;
        }
        var row = weight.Count / weight.Shape[0];
        var most = Math.Max(1, LongestCopy / row);
        for (var first = 0L; first < weight.Shape[0]; first += most)
        {
            var rows = Math.Min(most, weight.Shape[0] - first);
            var values = new float[rows * row];
            weight.Read(first * row, values);
            using var part = tensor(values, [rows, .. weight.Shape[1..]]);
            using var place = target.narrow(0, first, rows);
            place.copy_(part);
        }
    }

    /// <summary>Copies a module's weights out.</summary>
    public static IReadOnlyDictionary<string, TensorData> Read(nn.Module module)
    {
        using var scope = NewDisposeScope();
        return module.state_dict().ToDictionary(pair => pair.Key, pair => Read(pair.Value), StringComparer.Ordinal);
    }

    /// <summary>Copies a tensor out as 32-bit floats.</summary>
    public static TensorData Read(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        // TorchSharp's accessor throws on a tensor without elements.
        var values =
            tensor.numel() == 0
                ? []
                : tensor.detach().to(ScalarType.Float32).cpu().contiguous().data<float>().ToArray();
        return new([.. tensor.shape], values);
    }
}
