namespace DialClip.Model.Dialog;

/// <summary>The kinds of reply.</summary>
public enum ReplyKind
{
    /// <summary>Nothing: the host bot may answer.</summary>
    Silence,

    /// <summary>A picture of the catalog.</summary>
    Picture,

    /// <summary>A text of the catalog.</summary>
    Text,
}
