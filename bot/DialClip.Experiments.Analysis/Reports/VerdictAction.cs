namespace DialClip.Experiments.Analysis.Reports;

/// <summary>What to do now.</summary>
public enum VerdictAction
{
    /// <summary>Wait for more units.</summary>
    KeepRunning,

    /// <summary>Give the treatment to everybody.</summary>
    Ship,

    /// <summary>End the experiment and keep the control.</summary>
    Stop,

    /// <summary>Find out where units go missing, and begin anew.</summary>
    FixSplit,
}
