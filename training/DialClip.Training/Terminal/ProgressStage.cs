using System.Globalization;

namespace DialClip.Training.Terminal;

/// <summary>A stage of long work: how much of it is done, at what rate, and the remaining time at that rate.</summary>
/// <remarks>Safe for several threads.</remarks>
internal sealed class ProgressStage : IProgress<long>, IDisposable
{
    private readonly Lock sync = new();
    private readonly IProgressSink sink;
    private readonly ProgressUnit unit;
    private readonly long began;
    private long done;
    private long uncounted;
    private string? detail;
    private TimeSpan? took;

    /// <param name="sink">Shows it.</param>
    /// <param name="name">What is done.</param>
    /// <param name="unit">What is counted.</param>
    /// <param name="total">How many there are to do.</param>
    /// <param name="done">How many were done before.</param>
    public ProgressStage(IProgressSink sink, string name, ProgressUnit unit, long total, long done)
    {
        (this.sink, Name, this.unit, Total, this.done, uncounted) = (sink, name, unit, total, done, done);
        began = sink.Time.GetTimestamp();
        sink.Begin(this);
    }

    /// <summary>Gets what is done.</summary>
    public string Name { get; }

    /// <summary>Gets how many there are to do.</summary>
    public long Total { get; }

    /// <summary>Gets how many are done.</summary>
    public long Done
    {
        get
        {
            lock (sync)
                return done;
        }
    }

    /// <summary>Gets what is being worked on; null where nothing was said of it.</summary>
    public string? Detail
    {
        get
        {
            lock (sync)
                return detail;
        }
    }

    /// <summary>Sets how many are done.</summary>
    public void Report(long value) => Change(value, null, counts: true);

    /// <summary>Sets how many are done, and what there is to know beside.</summary>
    public void Report(long value, string text) => Change(value, text, counts: true);

    /// <summary>Adds to what is done.</summary>
    public void Advance(long by = 1)
    {
        lock (sync)
            done += by;
        sink.Update(this);
    }

    /// <summary>Sets how many are done already, without counting the difference in the rate.</summary>
    public void Resume(long value) => Change(value, null, counts: false);

    /// <summary>Says what is being worked on.</summary>
    public void Describe(string text)
    {
        lock (sync)
            detail = text;
        sink.Update(this);
    }

    /// <summary>Gets counts, detail, rate and remaining time in one line.</summary>
    /// <remarks>Once the stage has ended, the time that it took stands in the place of the remaining time.</remarks>
    public string Summary()
    {
        lock (sync)
        {
            var seconds = (took ?? sink.Time.GetElapsedTime(began)).TotalSeconds;
            var rate = seconds > 0 ? (done - uncounted) / seconds : 0;
            List<string> parts = [$"{Count(done)} of {Count(Total)} {unit.Name}"];
            if (detail is not null)
                parts.Add(detail);
            if (rate > 0 && unit.RateName is { } rateName)
                parts.Add($"{Rate(rate)} {rateName}/s");
            if (took is { } whole)
                parts.Add($"in {Clock(whole.TotalSeconds)}");
            else if (rate > 0)
                parts.Add($"{Clock(Math.Max(0, Total - done) / rate)} left");
            return string.Join("  ", parts);
        }
    }

    /// <summary>Ends the stage; a second call does nothing.</summary>
    public void Dispose()
    {
        lock (sync)
        {
            if (took is not null)
                return;
            took = sink.Time.GetElapsedTime(began);
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

    private string Count(long value) => (value / unit.Size).ToString(unit.Format, CultureInfo.InvariantCulture);

    private string Rate(double perSecond)
    {
        var rate = perSecond / unit.Size * unit.RatePerUnit;
        return rate.ToString(
            rate < 1 ? "N2"
                : rate < 10 ? "N1"
                : "N0",
            CultureInfo.InvariantCulture
        );
    }

    // Beyond four days hours alone say enough.
    private static string Clock(double seconds) =>
        seconds < 100 * 3600
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{(int)(seconds / 3600):00}:{(int)(seconds / 60) % 60:00}:{(int)seconds % 60:00}"
            )
            : string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:N0} h");
}
