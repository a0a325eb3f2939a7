namespace DialClip.Backbones.Weights;

/// <summary>Compares weights with their expected names and shapes.</summary>
public static class WeightValidator
{
    private const int MaxListed = 5;

    /// <summary>Throws where names or shapes differ.</summary>
    /// <param name="expected">The expected shapes by name.</param>
    /// <param name="actual">The weights.</param>
    /// <param name="source">The origin of the weights, for messages.</param>
    /// <exception cref="InvalidDataException">
    /// Counts the missing, unexpected and misshapen weights, and names at most five.
    /// </exception>
    public static void Validate(
        IReadOnlyDictionary<string, long[]> expected,
        IReadOnlyDictionary<string, TensorData> actual,
        string source
    )
    {
        var missing = expected
            .Where(pair => !actual.ContainsKey(pair.Key))
            .Select(pair => $"missing '{pair.Key}' [{string.Join(", ", pair.Value)}]")
            .ToList();
        var surplus = actual
            .Keys.Where(name => !expected.ContainsKey(name))
            .Select(name => $"surplus '{name}'")
            .ToList();
        var misshapen = expected
            .Where(pair => actual.TryGetValue(pair.Key, out var tensor) && !tensor.Shape.SequenceEqual(pair.Value))
            .Select(pair => $"'{pair.Key}' is {actual[pair.Key].ShapeText}, expected [{string.Join(", ", pair.Value)}]")
            .ToList();
        List<string> errors = [.. missing, .. surplus, .. misshapen];
        if (errors.Count == 0)
            return;
        var counts =
            errors.Count > MaxListed
                ? $" ({missing.Count} missing, {surplus.Count} surplus, {misshapen.Count} of another shape)"
                : "";
        // Some of each kind, for one kind alone may not tell what is wrong.
        var listed = new[] { missing, surplus, misshapen }
            .SelectMany(kind => kind.Take(errors.Count > MaxListed ? 2 : MaxListed))
            .Take(MaxListed);
        throw new InvalidDataException(
            $"'{source}' does not hold the weights of its configuration{counts}: {string.Join("; ", listed)}"
                + (errors.Count > MaxListed ? "; and more." : ".")
        );
    }
}
