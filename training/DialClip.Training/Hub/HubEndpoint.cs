namespace DialClip.Training.Hub;

/// <summary>The address of a hub, and those of its listings and files.</summary>
internal sealed class HubEndpoint
{
    /// <summary>The address of Hugging Face's hub.</summary>
    public const string HuggingFace = "https://huggingface.co";

    private readonly Uri root;
    private readonly string prefix;

    private HubEndpoint(Uri root) => (this.root, prefix) = (root, root.AbsoluteUri.TrimEnd('/'));

    /// <summary>Gets the host and port, for messages.</summary>
    public string Host => root.Authority;

    /// <summary>Parses an address; only https is safe from changes on the way, or http on this machine.</summary>
    /// <returns>The endpoint; null for any other address.</returns>
    public static HubEndpoint? TryParse(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var root)
        && (root.Scheme == Uri.UriSchemeHttps || (root.Scheme == Uri.UriSchemeHttp && root.IsLoopback))
        && root.UserInfo.Length == 0
        && root.Query.Length == 0
        && root.Fragment.Length == 0
            ? new(root)
            : null;

    /// <summary>Gets the address that lists a revision's files with size and digest.</summary>
    public Uri GetListing(HubRepository repository, string revision) =>
        new($"{prefix}/api/models/{repository}/revision/{Uri.EscapeDataString(revision)}?blobs=true");

    /// <summary>Gets the address of a file of a commit.</summary>
    public Uri GetFile(HubRepository repository, string commit, string name) =>
        new($"{prefix}/{repository}/resolve/{commit}/{Uri.EscapeDataString(name)}");

    /// <summary>Gets the address of a relative path.</summary>
    public Uri Combine(string path) =>
        new($"{prefix}/{string.Join('/', path.Split('/').Select(Uri.EscapeDataString))}");

    /// <summary>Determines whether an address is on this server, which may see the access token.</summary>
    /// <remarks>Another port is another server.</remarks>
    public bool Owns(Uri address) =>
        address.Scheme == root.Scheme
        && address.Port == root.Port
        && string.Equals(address.IdnHost, root.IdnHost, StringComparison.OrdinalIgnoreCase);
}
