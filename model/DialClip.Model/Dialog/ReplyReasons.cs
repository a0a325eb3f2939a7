namespace DialClip.Model.Dialog;

/// <summary>The reasons of a decision; the codes are stable, because logs and experiments contain them.</summary>
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

    /// <summary>The message is an emoji, a name or a caption, and this is the item of it.</summary>
    public const string ExactMatch = "exact-match";

    /// <summary>The text is unlike what the backbone was trained on: another script, or random letters.</summary>
    public const string UnfamiliarText = "unfamiliar-text";

    /// <summary>The probability of silence reaches its threshold.</summary>
    public const string SilenceIntent = "silence-intent";

    /// <summary>Retrieval found no candidate.</summary>
    public const string NoCandidates = "no-candidates";

    /// <summary>No candidate reaches the minimum score.</summary>
    public const string BelowMinScore = "below-min-score";

    /// <summary>No candidate reaches the minimum confidence.</summary>
    public const string BelowMinConfidence = "below-min-confidence";

    /// <summary>The best candidate does not exceed the next of its kind by the margin.</summary>
    public const string Ambiguous = "ambiguous";

    /// <summary>The catalog's tags leave nothing that may be sent.</summary>
    public const string FilteredByTags = "filtered-by-tags";

    /// <summary>All suitable candidates were sent recently.</summary>
    public const string RecentlySent = "recently-sent";
}
