namespace DialClip.Training.Terminal;

/// <summary>Starts stages of work.</summary>
internal static class ProgressSinkExtensions
{
    /// <summary>Starts a stage; disposing it ends it. Stages may run inside one another.</summary>
    /// <param name="sink">Shows it.</param>
    /// <param name="name">What is done, such as "Encoding items".</param>
    /// <param name="unit">What is counted.</param>
    /// <param name="total">How many there are to do.</param>
    /// <param name="done">How many an earlier run has done; they do not count in the rate.</param>
    public static ProgressStage Start(
        this IProgressSink sink,
        string name,
        ProgressUnit unit,
        long total,
        long done = 0
    ) => new(sink, name, unit, total, done);
}
