using DialClip.Shared.Errors;

namespace DialClip.Artifacts.Format;

/// <summary>Paths in stores and manifests: relative, with forward slashes, that can only lead downwards.</summary>
internal static class ArtifactPath
{
    private const string Media = "media/";

    /// <summary>Gets the error in a path, as a clause; null when it is valid.</summary>
    public static string? FindError(string path)
    {
        if (path.Length is 0 or > 1000)
            return "has no or too many characters, expected 1 to 1000";
        if (path.AsSpan().IndexOfAny('\\', ':') >= 0 || path.Any(char.IsControl))
            return "holds a backslash, a colon or a control character, expected names with forward slashes between "
                + "them";
        foreach (var segment in path.Split('/'))
            if (segment is "" or "." or ".." || segment.EndsWith('.') || segment.EndsWith(' '))
                return "is absolute, or holds an empty name, '.' or '..', or a name that ends in a dot or a space; "
                    + "expected a relative path that only leads downwards";
        return null;
    }

    /// <exception cref="ArtifactException">The path is not one that a store may hold.</exception>
    public static string Require(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return FindError(path) is { } error
            ? throw new ArtifactException($"The artifact path '{ErrorText.ToValue(path)}' {error}.")
            : path;
    }

    /// <summary>Determines whether a file is a picture, which is verified when it is read.</summary>
    public static bool IsMedia(string path) => path.StartsWith(Media, StringComparison.Ordinal);

    public static string Join(string folder, string file) => folder + "/" + file;
}
