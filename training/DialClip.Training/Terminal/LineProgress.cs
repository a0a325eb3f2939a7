namespace DialClip.Training.Terminal;

/// <summary>Shows progress as plain lines in files and logs: every few seconds and at the end of a stage.</summary>
/// <remarks>
/// Used instead of Spectre.Console's own fallback, which shows neither rate nor remaining time, prints at 25, 50, 75
/// and from 95 percent on only, and colours its lines in continuous integration that it knows to show colours.
/// </remarks>
/// <param name="writer">Takes the lines.</param>
/// <param name="time">The clock.</param>
internal sealed class LineProgress(TextWriter writer, TimeProvider time) : IProgressSink
{
    /// <summary>The least time between two lines of running stages.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly Lock sync = new();
    private long lastLine = time.GetTimestamp();

    public TimeProvider Time => time;

    public void WriteLine(string text)
    {
        lock (sync)
            writer.WriteLine(text);
    }

    public void Begin(ProgressStage stage) { }

    public void Update(ProgressStage stage)
    {
        lock (sync)
            if (time.GetElapsedTime(lastLine) >= Interval)
                Show(stage);
    }

    public void End(ProgressStage stage)
    {
        lock (sync)
            Show(stage);
    }

    private void Show(ProgressStage stage)
    {
        lastLine = time.GetTimestamp();
        writer.WriteLine($"{stage.Name}: {stage.Summary()}");
    }
}
