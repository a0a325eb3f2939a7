using System.Globalization;

namespace DialClip.Training.Runs;

/// <summary>Tells a person how a run goes: step, loss, examples a second, time left; one line every ten seconds.</summary>
internal sealed class RunProgress(TextWriter output, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private string stage = "";
    private long began;
    private long lastLine;
    private int firstStep;
    private int steps;
    private int batch;
    private double loss;

    /// <summary>Begins a stage.</summary>
    public void Begin(string name, int done, int total, int batchSize)
    {
        (stage, firstStep, steps, batch, loss) = (name, done, total, batchSize, double.NaN);
        began = lastLine = time.GetTimestamp();
        output.WriteLine(done == 0 ? $"{name}: {total} steps of {batchSize}." : $"{name}: going on at step {done} of {total}.");
    }

    /// <summary>Says something beside the steps.</summary>
    public void Note(string text) => output.WriteLine(text);

    /// <summary>Counts a step.</summary>
    /// <param name="step">How many are done.</param>
    /// <param name="current">The loss in nats; shown as a running mean.</param>
    public void Report(int step, double current)
    {
        loss = double.IsNaN(loss) ? current : 0.95 * loss + 0.05 * current;
        if (step < steps && time.GetElapsedTime(lastLine) < Interval)
            return;
        lastLine = time.GetTimestamp();
        var seconds = Math.Max(1e-3, time.GetElapsedTime(began).TotalSeconds);
        var done = step - firstStep;
        var left = TimeSpan.FromSeconds(seconds / done * (steps - step));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{stage}: step {step}/{steps}  loss {loss:F4}  {done * batch / seconds:F0} examples/s  {left:hh\\:mm\\:ss} left"));
    }
}
