namespace DialClip.Experiments.Analysis.Statistics;

/// <summary>What a test or an interval looks for.</summary>
public enum Alternative
{
    /// <summary>A difference in either direction; an interval has two bounds.</summary>
    TwoSided,

    /// <summary>The treatment is greater; an interval has a lower bound alone.</summary>
    Greater,

    /// <summary>The treatment is less; an interval has an upper bound alone.</summary>
    Less,
}
