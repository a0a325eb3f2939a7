namespace DialClip.Training.Hub;

/// <summary>What to pull, from where, to where.</summary>
/// <param name="Endpoint">The hub.</param>
/// <param name="Repository">The repository on it.</param>
/// <param name="Revision">A branch, tag, commit or pull request.</param>
/// <param name="Folder">Where the checkpoint goes.</param>
/// <param name="Token">An access token; null asks as anybody.</param>
internal sealed record PullRequest(
    HubEndpoint Endpoint,
    HubRepository Repository,
    string Revision,
    string Folder,
    string? Token
)
{
    // A record would print all of it, and so the token into the first log that shows one.
    /// <inheritdoc/>
    public override string ToString() => $"{Repository} at {Revision} from {Endpoint.Host} to {Folder}";
}
