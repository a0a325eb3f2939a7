namespace DialClip.Training.Checkpoints;

/// <summary>Holds weights against the names and shapes that they should have.</summary>
internal static class WeightCheck
{
    /// <summary>Throws unless every weight is there, none is surplus and all have their shape.</summary>
    /// <exception cref="InvalidDataException">Lists every fault at once.</exception>
    public static void Against(
        IReadOnlyDictionary<string, long[]> expected,
        IReadOnlyDictionary<string, TensorData> found,
        string source
    )
    {
        var faults = expected
            .Where(pair => !found.ContainsKey(pair.Key))
            .Select(pair => $"missing '{pair.Key}' [{string.Join(", ", pair.Value)}]")
            .Concat(found.Keys.Where(name => !expected.ContainsKey(name)).Select(name => $"surplus '{name}'"))
            .Concat(
                expected
                    .Where(pair =>
                        found.TryGetValue(pair.Key, out var tensor) && !tensor.Shape.SequenceEqual(pair.Value)
                    )
                    .Select(pair =>
                        $"'{pair.Key}' is {found[pair.Key].ShapeText}, expected [{string.Join(", ", pair.Value)}]"
                    )
            )
            .ToList();
        if (faults.Count > 0)
            throw new InvalidDataException(
                $"'{source}' does not hold the weights that its configuration describes: {string.Join("; ", faults)}."
            );
    }
}
