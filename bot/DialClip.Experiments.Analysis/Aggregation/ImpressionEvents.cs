namespace DialClip.Experiments.Analysis.Aggregation;

/// <summary>The events of an impression.</summary>
[Flags]
internal enum ImpressionEvents
{
    None = 0,
    Intended = 1,
    Withdrawn = 1 << 1,
    Exposed = 1 << 2,
    Liked = 1 << 3,
    Disliked = 1 << 4,
    Chosen = 1 << 5,
    Continued = 1 << 6,
    Reformulated = 1 << 7,
    Error = 1 << 8,
    NoAnswer = 1 << 9,
    HandedOver = 1 << 10,
    FollowUp = 1 << 11,
}
