namespace DialClip.Training.Checkpoints;

/// <summary>Compares weights with their expected names and shapes.</summary>
internal static class WeightValidator
{
    /// <summary>Throws where names or shapes differ.</summary>
    /// <param name="expected">The expected shapes by name.</param>
    /// <param name="actual">The weights.</param>
    /// <param name="source">The origin of the weights, for messages.</param>
    /// <exception cref="InvalidDataException">Names every missing, unexpected or misshapen weight.</exception>
    public static void Validate(
        IReadOnlyDictionary<string, long[]> expected,
        IReadOnlyDictionary<string, TensorData> actual,
        string source
    )
    {
        var errors = expected
            .Where(pair => !actual.ContainsKey(pair.Key))
            .Select(pair => $"missing '{pair.Key}' [{string.Join(", ", pair.Value)}]")
            .Concat(actual.Keys.Where(name => !expected.ContainsKey(name)).Select(name => $"surplus '{name}'"))
            .Concat(
                expected
                    .Where(pair =>
                        actual.TryGetValue(pair.Key, out var tensor) && !tensor.Shape.SequenceEqual(pair.Value)
                    )
                    .Select(pair =>
                        $"'{pair.Key}' is {actual[pair.Key].ShapeText}, expected [{string.Join(", ", pair.Value)}]"
                    )
            )
            .ToList();
        if (errors.Count > 0)
            throw new InvalidDataException(
                $"'{source}' does not hold the weights of its configuration: {string.Join("; ", errors)}."
            );
    }
}
