using System.Globalization;
using Spectre.Console;

namespace DialClip.Training.Runs;

/// <summary>Shows a bar that moves, on a terminal.</summary>
internal sealed class LiveProgress : IDisposable
{
    private readonly TaskCompletionSource done = new();
    private readonly IAnsiConsole console;
    private readonly ProgressContext context;
    private readonly Task running;
    private ProgressTask? stage;
    private string name = "";

    /// <param name="console">The terminal.</param>
    public LiveProgress(IAnsiConsole console)
    {
        this.console = console;
        var ready = new TaskCompletionSource<ProgressContext>();
        running = Task.Run(() => console.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async started =>
            {
                ready.SetResult(started);
                await done.Task.ConfigureAwait(false);
            }));
        // Where the bar cannot begin, its own error is what is told.
        if (Task.WhenAny(ready.Task, running).GetAwaiter().GetResult() == running)
            running.GetAwaiter().GetResult();
        context = ready.Task.GetAwaiter().GetResult();
    }

    /// <summary>Begins a stage.</summary>
    public void Begin(string stageName, int from, int total)
    {
        stage?.StopTask();
        name = stageName;
        stage = context.AddTask(Markup.Escape(stageName), maxValue: total);
        stage.Value = from;
    }

    /// <summary>Moves the bar.</summary>
    public void Report(int step, double loss, double perSecond)
    {
        stage!.Description = Markup.Escape(string.Create(CultureInfo.InvariantCulture, $"{name}  loss {loss:F4}  {perSecond:F0} examples/s"));
        stage.Value = step;
    }

    /// <summary>Says something above the bar.</summary>
    public void Note(string text) => console.WriteLine(text);

    /// <summary>Ends the bar and gives the terminal back.</summary>
    public void Dispose()
    {
        stage?.StopTask();
        done.TrySetResult();
        running.GetAwaiter().GetResult();
    }
}
