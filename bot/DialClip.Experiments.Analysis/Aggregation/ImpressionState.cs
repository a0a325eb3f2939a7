namespace DialClip.Experiments.Analysis.Aggregation;

/// <summary>What the events of an impression have told until now, in whatever order they came.</summary>
internal struct ImpressionState
{
    /// <summary>The experiment's index; meaningless before an intention or an exposure.</summary>
    public ushort Experiment;

    /// <summary>The variant's index.</summary>
    public byte Variant;

    /// <summary>The events that there were.</summary>
    public ImpressionEvents Events;

    /// <summary>The unit's index in the experiment.</summary>
    public int Unit;

    /// <summary>The day of the exposure, as <see cref="DateOnly.DayNumber"/>.</summary>
    public int Day;

    /// <summary>The time of the last feedback, in UTC ticks.</summary>
    public long FeedbackTicks;
}
