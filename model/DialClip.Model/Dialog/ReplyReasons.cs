namespace DialClip.Model.Dialog;

/// <summary>Why a reply was chosen; the codes are stable, because logs and experiments hold them.</summary>
public static class ReplyReasons
{
    /// <summary>A picture was wanted at least as much as a text, and this is the best one.</summary>
    public const string PictureBest = "picture-best";

    /// <summary>A text was wanted more than a picture, and this is the best one.</summary>
    public const string TextBest = "text-best";

    /// <summary>A text was wanted more, but none could be sent or it did not beat this picture.</summary>
    public const string PictureInsteadOfText = "picture-instead-of-text";

    /// <summary>A picture was wanted more, but none could be sent; this is the best text.</summary>
    public const string TextInsteadOfPicture = "text-instead-of-picture";

    /// <summary>Silence is likely enough to be kept.</summary>
    public const string SilenceIntent = "silence-intent";

    /// <summary>Nothing was found.</summary>
    public const string NoCandidates = "no-candidates";

    /// <summary>What was found fits too little.</summary>
    public const string BelowMinScore = "below-min-score";

    /// <summary>What was found is too unlikely to fit.</summary>
    public const string BelowMinConfidence = "below-min-confidence";

    /// <summary>The best does not beat the next of its kind clearly enough.</summary>
    public const string Ambiguous = "ambiguous";

    /// <summary>The catalog's tags leave nothing that may be sent.</summary>
    public const string FilteredByTags = "filtered-by-tags";

    /// <summary>What fits was sent a short while ago.</summary>
    public const string RecentlySent = "recently-sent";
}
