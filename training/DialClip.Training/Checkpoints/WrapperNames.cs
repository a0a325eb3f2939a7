namespace DialClip.Training.Checkpoints;

/// <summary>
/// Removes what wrappers put before the names of weights, such as <c>module.</c> of data-parallel training and
/// <c>_orig_mod.</c> of compiled modules.
/// </summary>
internal static class WrapperNames
{
    private const string Compiled = "_orig_mod.";
    private const string Known = "logit_scale";

    /// <summary>Removes a prefix that all names have, and the segment of compiled modules anywhere.</summary>
    /// <param name="tensors">The weights by the names of the file.</param>
    /// <param name="removed">What was removed; empty for nothing.</param>
    /// <returns>The weights by names without it; the same where that would make two names equal.</returns>
    public static IReadOnlyDictionary<string, TensorData> Remove(
        IReadOnlyDictionary<string, TensorData> tensors,
        out string removed
    )
    {
        var prefix = FindPrefix(tensors.Keys);
        var hasCompiled = tensors.Keys.Any(name => name.Contains(Compiled, StringComparison.Ordinal));
        removed =
            prefix.Length > 0 ? prefix
            : hasCompiled ? Compiled
            : "";
        if (removed.Length == 0)
            return tensors;
        var renamed = new Dictionary<string, TensorData>(StringComparer.Ordinal);
        foreach (var (name, tensor) in tensors)
            if (!renamed.TryAdd(name[prefix.Length..].Replace(Compiled, "", StringComparison.Ordinal), tensor))
            {
                removed = "";
                return tensors;
            }
        return renamed;
    }

    // The scale has no prefix of its own in either layout.
    private static string FindPrefix(IEnumerable<string> names) =>
        names
            .Where(name => name.EndsWith("." + Known, StringComparison.Ordinal))
            .Select(name => name[..^Known.Length])
            .FirstOrDefault(prefix => names.All(name => name.StartsWith(prefix, StringComparison.Ordinal)))
        ?? "";
}
