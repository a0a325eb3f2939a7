namespace DialClip.Training.Terminal;

/// <summary>Writes progress as lines for files and logs, every few seconds and at the end of a stage.</summary>
/// <remarks>
/// Spectre.Console's own fallback has neither rate nor remaining time, prints at 25, 50, 75 and from 95 percent on
/// only, and colors its lines in known continuous integration.
/// </remarks>
/// <param name="writer">Receives the lines.</param>
/// <param name="time">The clock.</param>
internal sealed class LineProgress(TextWriter writer, TimeProvider time) : IProgressSink
{
    /// <summary>The minimum time between two lines of running stages.</summary>
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
                Write(stage);
    }

    public void End(ProgressStage stage)
    {
        lock (sync)
            Write(stage);
    }

    private void Write(ProgressStage stage)
    {
        lastLine = time.GetTimestamp();
        writer.WriteLine($"{stage.Name}: {stage.Summary()}");
    }
}
