namespace DialClip.Bot.Attachments;

/// <summary>Why a user's picture is not taken: stable short names, fit for counting.</summary>
internal enum PictureRefusal
{
    /// <summary>The attachment has no address, or one that is never taken.</summary>
    BadAddress,

    /// <summary>The host is not on the list of its channel.</summary>
    HostNotAllowed,

    /// <summary>The host's name leads to an address that is not on the public internet.</summary>
    NotPublic,

    /// <summary>The host could not be reached, or broke off.</summary>
    Unreachable,

    /// <summary>The host wants the bot's token, and the turn brings none.</summary>
    NoToken,

    /// <summary>The host answered with a redirect.</summary>
    Redirect,

    /// <summary>The host answered with another status than 200.</summary>
    Status,

    /// <summary>It took longer than the limit.</summary>
    Timeout,

    /// <summary>The file has more bytes than the limit.</summary>
    TooManyBytes,

    /// <summary>The picture has more pixels than the limit.</summary>
    TooManyPixels,

    /// <summary>What came is of no supported format, whatever its declared type.</summary>
    NotAPicture,

    /// <summary>What came cannot be decoded or ends early.</summary>
    Damaged,
}
