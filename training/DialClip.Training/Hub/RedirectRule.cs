namespace DialClip.Training.Hub;

/// <summary>Which redirects are followed.</summary>
internal static class RedirectRule
{
    public const int Max = 5;

    /// <summary>Gets where a redirect leads: to https, or from http on this machine to http on this machine.</summary>
    /// <exception cref="InvalidDataException">It leads nowhere, or to where the content could be changed on its way.</exception>
    public static Uri Follow(Uri from, Uri? location)
    {
        if (location is null)
            throw new InvalidDataException($"'{from.IdnHost}' redirects without a usable address. Try another --endpoint.");
        var to = location.IsAbsoluteUri ? location : new Uri(from, location);
        var local = from.Scheme == Uri.UriSchemeHttp && from.IsLoopback && to.Scheme == Uri.UriSchemeHttp && to.IsLoopback;
        // Only scheme and host are named: the rest of such an address is often a key to the content.
        return (local || to.Scheme == Uri.UriSchemeHttps) && to.UserInfo.Length == 0
            ? to
            : throw new InvalidDataException($"'{from.IdnHost}' redirects to '{to.Scheme}://{to.IdnHost}', expected https. Try another --endpoint.");
    }
}
