namespace DialClip.Experiments.Analysis.Interleaving;

/// <summary>The side that put an item into an interleaved list.</summary>
public enum Team
{
    /// <summary>The control's ranking.</summary>
    A,

    /// <summary>The treatment's ranking.</summary>
    B,
}
