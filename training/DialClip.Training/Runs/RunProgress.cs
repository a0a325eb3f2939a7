using System.Globalization;
using Spectre.Console;

namespace DialClip.Training.Runs;

/// <summary>Tells a person how a run goes: a bar that moves on a terminal, otherwise a line every ten seconds with step, loss, examples a second, time left.</summary>
internal sealed class RunProgress : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly TextWriter output;
    private readonly TimeProvider time;
    private readonly LiveProgress? live;
    private string stage = "";
    private long began;
    private long lastLine;
    private int firstStep;
    private int steps;
    private int batch;
    private double loss;

    /// <param name="output">Takes the lines.</param>
    /// <param name="time">The clock.</param>
    /// <param name="live">The bar; null for lines.</param>
    public RunProgress(TextWriter output, TimeProvider time, LiveProgress? live = null) => (this.output, this.time, this.live) = (output, time, live);

#pragma warning disable RS0030 // Compared only: a bar suits this program's terminal and no other writer.
    /// <summary>Makes what suits a writer: a bar where it is this program's terminal.</summary>
    public static RunProgress For(TextWriter output) => ReferenceEquals(output, Console.Error) && !Console.IsErrorRedirected
        ? new(output, TimeProvider.System, new LiveProgress(AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) })))
        : new(output, TimeProvider.System);
#pragma warning restore RS0030

    /// <summary>Begins a stage.</summary>
    public void Begin(string name, int done, int total, int batchSize)
    {
        (stage, firstStep, steps, batch, loss) = (name, done, total, batchSize, double.NaN);
        began = lastLine = time.GetTimestamp();
        Note(done == 0 ? $"{name}: {total} steps of {batchSize}." : $"{name}: going on at step {done} of {total}.");
        live?.Begin(name, done, total);
    }

    /// <summary>Says something beside the steps.</summary>
    public void Note(string text)
    {
        if (live is null)
            output.WriteLine(text);
        else
            live.Note(text);
    }

    /// <summary>Counts a step.</summary>
    /// <param name="step">How many are done.</param>
    /// <param name="current">The loss in nats; shown as a running mean.</param>
    public void Report(int step, double current)
    {
        loss = double.IsNaN(loss) ? current : 0.95 * loss + 0.05 * current;
        var seconds = Math.Max(1e-3, time.GetElapsedTime(began).TotalSeconds);
        var done = step - firstStep;
        live?.Report(step, loss, done * batch / seconds);
        if (live is not null || (step < steps && time.GetElapsedTime(lastLine) < Interval))
            return;
        lastLine = time.GetTimestamp();
        var left = TimeSpan.FromSeconds(seconds / done * (steps - step));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{stage}: step {step}/{steps}  loss {loss:F4}  {done * batch / seconds:F0} examples/s  {(int)left.TotalHours:00}:{left:mm\\:ss} left"));
    }

    public void Dispose() => live?.Dispose();
}
