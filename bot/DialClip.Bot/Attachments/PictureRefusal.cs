namespace DialClip.Bot.Attachments;

/// <summary>
/// The reasons for which a user's picture is refused; stable names, because logs and telemetry contain them.
/// </summary>
internal enum PictureRefusal
{
    /// <summary>The attachment has no address, or one that is never allowed.</summary>
    BadAddress,

    /// <summary>The host is not on the list of its channel.</summary>
    HostNotAllowed,

    /// <summary>The host's name resolves to an address that is not on the public internet.</summary>
    NotPublic,

    /// <summary>The host could not be reached, or broke off.</summary>
    Unreachable,

    /// <summary>The host wants the bot's token, and the turn has none.</summary>
    NoToken,

    /// <summary>The host answered with a redirect.</summary>
    Redirect,

    /// <summary>The host answered with another status than 200.</summary>
    Status,

    /// <summary>Fetching took longer than the limit.</summary>
    Timeout,

    /// <summary>The file has more bytes than the limit.</summary>
    TooManyBytes,

    /// <summary>The picture has more pixels than the limit.</summary>
    TooManyPixels,

    /// <summary>The file has no supported format, whatever its declared type.</summary>
    NotAPicture,

    /// <summary>The message has more pictures than are tried, and none of those could be used.</summary>
    TooManyPictures,

    /// <summary>The file cannot be decoded or is truncated.</summary>
    Damaged,

    /// <summary>Too many pictures wait to be decoded.</summary>
    Busy,
}
