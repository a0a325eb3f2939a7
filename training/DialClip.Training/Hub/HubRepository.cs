namespace DialClip.Training.Hub;

/// <summary>The name of a repository on a hub, such as openai/clip-vit-base-patch32.</summary>
internal sealed record HubRepository(string Owner, string Name)
{
    private const int MaxPart = 96;
    private const int MaxRevision = 200;

    /// <summary>Gets the name as one folder.</summary>
    public string FolderName => $"{Owner}--{Name}";

    /// <summary>Reads OWNER/NAME, or gives null: the parts become parts of addresses and paths, so they hold nothing that could lead elsewhere.</summary>
    public static HubRepository? TryParse(string? text) =>
        text?.Split('/') is [var owner, var name] && IsPart(owner) && IsPart(name) ? new(owner, name) : null;

    /// <summary>Gets whether a text can name a branch, a tag, a commit or a pull request (refs/pr/1).</summary>
    public static bool IsRevision(string? text) =>
        text is { Length: > 0 and <= MaxRevision }
        && char.IsAsciiLetterOrDigit(text[0])
        && text.All(sign => char.IsAsciiLetterOrDigit(sign) || sign is '-' or '_' or '.' or '/')
        && text.Split('/')
            .All(part => part.Length > 0 && !part.StartsWith('.') && !part.Contains("..", StringComparison.Ordinal));

    /// <inheritdoc/>
    public override string ToString() => $"{Owner}/{Name}";

    private static bool IsPart(string part) =>
        part.Length is > 0 and <= MaxPart
        && part.All(sign => char.IsAsciiLetterOrDigit(sign) || sign is '-' or '_' or '.')
        && part[0] is not ('-' or '.')
        && !part.Contains("..", StringComparison.Ordinal);
}
