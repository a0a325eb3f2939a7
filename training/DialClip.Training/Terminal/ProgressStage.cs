using System.Globalization;

namespace DialClip.Training.Terminal;

/// <summary>A stage of long work, with its count, rate and remaining time.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class ProgressStage : IProgress<long>, IDisposable
{
    private readonly Lock sync = new();
    private readonly IProgressSink sink;
    private readonly ProgressUnit unit;
    private readonly long startTimestamp;
    private long done;
    private long uncounted;
    private string? detail;
    private TimeSpan? elapsed;

    /// <summary>Starts a stage.</summary>
    /// <param name="sink">Displays the stage.</param>
    /// <param name="name">The name.</param>
    /// <param name="unit">The unit of the counts.</param>
    /// <param name="total">The total count.</param>
    /// <param name="done">The count of an earlier run.</param>
    public ProgressStage(IProgressSink sink, string name, ProgressUnit unit, long total, long done)
    {
        (this.sink, Name, this.unit, Total, this.done, uncounted) = (sink, name, unit, total, done, done);
        startTimestamp = sink.Time.GetTimestamp();
        sink.Begin(this);
    }

    /// <summary>Gets the name.</summary>
    public string Name { get; }

    /// <summary>Gets the total count.</summary>
    public long Total { get; }

    /// <summary>Gets the count of what is done.</summary>
    public long Done
    {
        get
        {
            lock (sync)
                return done;
        }
    }

    /// <summary>Gets the current item, if described.</summary>
    public string? Detail
    {
        get
        {
            lock (sync)
                return detail;
        }
    }

    /// <summary>Sets the count of what is done.</summary>
    public void Report(long value) => Change(value, null, counts: true);

    /// <summary>Sets the count of what is done, and the current item.</summary>
    public void Report(long value, string text) => Change(value, text, counts: true);

    /// <summary>Increases the count of what is done.</summary>
    public void Advance(long by = 1)
    {
        lock (sync)
            done += by;
        sink.Update(this);
    }

    /// <summary>Sets the count of what is done, without counting the difference in the rate.</summary>
    public void Resume(long value) => Change(value, null, counts: false);

    /// <summary>Sets the current item.</summary>
    public void Describe(string text)
    {
        lock (sync)
            detail = text;
        sink.Update(this);
    }

    /// <summary>Formats counts, current item, rate and remaining time in one line.</summary>
    /// <remarks>After the end of the stage it has the elapsed instead of the remaining time.</remarks>
    public string Summary()
    {
        lock (sync)
        {
            var seconds = (elapsed ?? sink.Time.GetElapsedTime(startTimestamp)).TotalSeconds;
            var rate = seconds > 0 ? (done - uncounted) / seconds : 0;
            List<string> parts = [$"{FormatCount(done)} of {FormatCount(Total)} {unit.Name}"];
            if (detail is not null)
                parts.Add(detail);
            if (rate > 0 && unit.RateName is { } rateName)
                parts.Add($"{FormatRate(rate)} {rateName}/s");
            if (elapsed is { } total)
                parts.Add($"in {FormatTime(total.TotalSeconds)}");
            else if (rate > 0)
                parts.Add($"{FormatTime(Math.Max(0, Total - done) / rate)} left");
            return string.Join("  ", parts);
        }
    }

    /// <summary>Ends the stage; a second call does nothing.</summary>
    public void Dispose()
    {
        lock (sync)
        {
            if (elapsed is not null)
                return;
            elapsed = sink.Time.GetElapsedTime(startTimestamp);
        }
        sink.End(this);
    }

    // The sink is called outside of the lock: it reads the stage under its own.
    private void Change(long value, string? text, bool counts)
    {
        lock (sync)
        {
            if (!counts)
                uncounted += value - done;
            done = value;
            detail = text ?? detail;
        }
        sink.Update(this);
    }

    private string FormatCount(long value) => (value / unit.Size).ToString(unit.Format, CultureInfo.InvariantCulture);

    private string FormatRate(double perSecond)
    {
        var rate = perSecond / unit.Size * unit.RatePerUnit;
        return rate.ToString(
            rate < 1 ? "N2"
                : rate < 10 ? "N1"
                : "N0",
            CultureInfo.InvariantCulture
        );
    }

    // Hours alone beyond four days.
    private static string FormatTime(double seconds) =>
        seconds < 100 * 3600
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{(int)(seconds / 3600):00}:{(int)(seconds / 60) % 60:00}:{(int)seconds % 60:00}"
            )
            : string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:N0} h");
}
