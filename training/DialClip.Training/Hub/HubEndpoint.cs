namespace DialClip.Training.Hub;

/// <summary>Where a hub is reached, and the addresses of what it offers.</summary>
internal sealed class HubEndpoint
{
    public const string HuggingFace = "https://huggingface.co";

    private readonly Uri root;
    private readonly string prefix;

    private HubEndpoint(Uri root) => (this.root, prefix) = (root, root.AbsoluteUri.TrimEnd('/'));

    /// <summary>Gets the host, for people.</summary>
    public string Host => root.Authority;

    /// <summary>Reads an address: https, or http on this machine only, because whoever sits between could change every byte.</summary>
    public static HubEndpoint? TryParse(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var root)
        && (root.Scheme == Uri.UriSchemeHttps || (root.Scheme == Uri.UriSchemeHttp && root.IsLoopback))
        && root.UserInfo.Length == 0
        && root.Query.Length == 0
        && root.Fragment.Length == 0
            ? new(root)
            : null;

    /// <summary>Gets the address that lists a revision's files with size and digest.</summary>
    public Uri Listing(HubRepository repository, string revision) =>
        new($"{prefix}/api/models/{repository}/revision/{Uri.EscapeDataString(revision)}?blobs=true");

    /// <summary>Gets the address of one file of one commit.</summary>
    public Uri File(HubRepository repository, string commit, string name) =>
        new($"{prefix}/{repository}/resolve/{commit}/{Uri.EscapeDataString(name)}");

    /// <summary>Gets the address of something below it.</summary>
    public Uri Below(string path) => new($"{prefix}/{string.Join('/', path.Split('/').Select(Uri.EscapeDataString))}");

    /// <summary>Gets whether an address is this hub's own, so that it may see the access token; another port is another server.</summary>
    public bool Owns(Uri address) =>
        address.Scheme == root.Scheme
        && address.Port == root.Port
        && string.Equals(address.IdnHost, root.IdnHost, StringComparison.OrdinalIgnoreCase);
}
