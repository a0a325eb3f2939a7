namespace DialClip.Training.Terminal;

/// <summary>Extensions of <see cref="IProgressSink"/>.</summary>
internal static class ProgressSinkExtensions
{
    /// <summary>Starts a stage, which ends when it is disposed. Stages may be nested.</summary>
    /// <param name="sink">Displays the stage.</param>
    /// <param name="name">The name, such as "Encoding items".</param>
    /// <param name="unit">The unit of the counts.</param>
    /// <param name="total">The total count.</param>
    /// <param name="done">The count of an earlier run, which does not count in the rate.</param>
    public static ProgressStage Start(
        this IProgressSink sink,
        string name,
        ProgressUnit unit,
        long total,
        long done = 0
    ) => new(sink, name, unit, total, done);
}
