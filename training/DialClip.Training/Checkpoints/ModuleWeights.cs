using static TorchSharp.torch;

namespace DialClip.Training.Checkpoints;

/// <summary>Copies weights between modules and tensor data, by the names of the module's state dictionary.</summary>
internal static class ModuleWeights
{
    private const long MaxCopy = 4 * 1024 * 1024;

    /// <summary>Copies weights into a module, strictly.</summary>
    /// <exception cref="InvalidDataException">
    /// Counts the missing, unexpected and misshapen weights, and names at most five.
    /// </exception>
    public static void Load(nn.Module module, IReadOnlyDictionary<string, TensorData> weights, string source)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var state = module.state_dict();
        WeightValidator.Validate(
            state.ToDictionary(pair => pair.Key, pair => pair.Value.shape, StringComparer.Ordinal),
            weights,
            source
        );
        foreach (var (name, target) in state)
            Copy(weights[name], target);
    }

    // In groups of rows where a weight is large: otherwise it would be in memory three times.
    private static void Copy(TensorData weight, Tensor target)
    {
        if (weight.Count <= MaxCopy)
        {
            using var whole = tensor(weight.Values, weight.Shape);
            target.copy_(whole);
            return;
        }
        var row = weight.Count / weight.Shape[0];
        var maxRows = Math.Max(1, MaxCopy / row);
        for (var first = 0L; first < weight.Shape[0]; first += maxRows)
        {
            var rows = Math.Min(maxRows, weight.Shape[0] - first);
            var values = new float[rows * row];
            weight.Read(first * row, values);
            using var part = tensor(values, [rows, .. weight.Shape[1..]]);
            using var targetRows = target.narrow(0, first, rows);
            targetRows.copy_(part);
        }
    }

    /// <summary>Copies the weights of a module.</summary>
    public static IReadOnlyDictionary<string, TensorData> Read(nn.Module module)
    {
        using var scope = NewDisposeScope();
        return module.state_dict().ToDictionary(pair => pair.Key, pair => Read(pair.Value), StringComparer.Ordinal);
    }

    /// <summary>Copies a tensor as 32-bit floats.</summary>
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
