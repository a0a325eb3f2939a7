namespace DialClip.Training.Hub;

/// <summary>The name of a repository on a hub, such as openai/clip-vit-base-patch32.</summary>
/// <param name="Owner">The user or organization.</param>
/// <param name="Name">The repository's own name.</param>
internal sealed record HubRepository(string Owner, string Name)
{
    private const int MaxPart = 96;
    private const int MaxRevision = 200;

    /// <summary>Gets the name as one folder.</summary>
    public string FolderName => $"{Owner}--{Name}";

    /// <summary>Parses OWNER/NAME; both become parts of addresses and paths and must not lead elsewhere.</summary>
    /// <returns>The repository; null for any other text.</returns>
    public static HubRepository? TryParse(string? text) =>
        text?.Split('/') is [var owner, var name] && IsPart(owner) && IsPart(name) ? new(owner, name) : null;

    /// <summary>Determines whether a text can name a branch, a tag, a commit or a pull request (refs/pr/1).</summary>
    public static bool IsRevision(string? text) =>
        text is { Length: > 0 and <= MaxRevision }
        && char.IsAsciiLetterOrDigit(text[0])
        && text.All(character => IsAllowed(character) || character == '/')
        && text.Split('/')
            .All(part => part.Length > 0 && !part.StartsWith('.') && !part.Contains("..", StringComparison.Ordinal));

    /// <inheritdoc/>
    public override string ToString() => $"{Owner}/{Name}";

    private static bool IsPart(string part) =>
        part.Length is > 0 and <= MaxPart
        && part.All(IsAllowed)
        && part[0] is not ('-' or '.')
        && !part.Contains("..", StringComparison.Ordinal);

    private static bool IsAllowed(char character) =>
        char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.';
}
