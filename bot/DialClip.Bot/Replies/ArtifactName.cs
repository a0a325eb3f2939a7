namespace DialClip.Bot.Replies;

/// <summary>What a person calls a head or a catalog.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
internal sealed record ArtifactName(string Name, string Version)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Name} {Version}";
}
