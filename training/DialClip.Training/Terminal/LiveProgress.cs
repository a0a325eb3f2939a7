using Spectre.Console;
using Spectre.Console.Rendering;

namespace DialClip.Training.Terminal;

/// <summary>Draws progress as live bars on a terminal; the bar of an ended stage stays.</summary>
/// <remarks>
/// The live display exists only while a stage runs, so that results can be printed to the same terminal in between.
/// </remarks>
/// <param name="console">The terminal.</param>
/// <param name="time">The clock.</param>
internal sealed class LiveProgress(IAnsiConsole console, TimeProvider time) : IProgressSink
{
    private static readonly TimeSpan RefreshRate = TimeSpan.FromMilliseconds(100);

    private readonly Lock sync = new();
    private readonly Dictionary<ProgressStage, ProgressTask> running = [];
    private Display? display;

    public TimeProvider Time => time;

    /// <summary>Determines whether bars can be drawn.</summary>
    /// <returns>False for files, pipes, terminals without control sequences, and continuous integration.</returns>
    public static bool CanDrawOn(IAnsiConsole console) =>
        console.Profile is { Out.IsTerminal: true, Capabilities: { Ansi: true, Interactive: true } };

    public void WriteLine(string text)
    {
        lock (sync)
            console.WriteLine(text);
    }

    public void Begin(ProgressStage stage)
    {
        lock (sync)
        {
            display ??= new Display(console, time, Refresh);
            running[stage] = display.Add(stage);
            display.Context.Refresh();
        }
    }

    public void Update(ProgressStage stage)
    {
        lock (sync)
            if (running.TryGetValue(stage, out var task))
                task.Value = stage.Done;
    }

    public void End(ProgressStage stage)
    {
        lock (sync)
        {
            if (!running.Remove(stage, out var task))
                return;
            task.StopTask();
            if (running.Count > 0)
            {
                // Bars of ended stages would push those of the running ones off the screen.
                display!.Context.RemoveTask(task);
                console.WriteLine($"{stage.Name}: {stage.Summary()}");
                return;
            }
            display!.Dispose();
            display = null;
        }
    }

    // Called by the timer, which may fire once more while the display ends.
    private void Refresh()
    {
        lock (sync)
            display?.Context.Refresh();
    }

    private sealed class Display : IDisposable
    {
        private readonly TaskCompletionSource ended = new();
        private readonly Task display;
        private readonly ITimer timer;

        public Display(IAnsiConsole console, TimeProvider time, Action refresh)
        {
            // Spectre.Console's own refresh thread is not used: it goes by the system's clock.
            display = new Spectre.Console.Progress(console, time) { AutoRefresh = false, ExcludeVerticalPadding = true }
                .Columns(
                    new TaskDescriptionColumn { Alignment = Justify.Left },
                    new ProgressBarColumn { Width = 20 },
                    new PercentageColumn(),
                    new SummaryColumn()
                )
                .StartAsync(context =>
                {
                    Context = context;
                    return ended.Task;
                });
            // Throws the error of a display that could not start.
            if (Context is null)
                display.GetAwaiter().GetResult();
            timer = time.CreateTimer(_ => refresh(), null, RefreshRate, RefreshRate);
        }

        public ProgressContext Context { get; private set; } = null!;

        public ProgressTask Add(ProgressStage stage)
        {
            var task = Context.AddTask(Markup.Escape(stage.Name), maxValue: stage.Total);
            (task.Tag, task.MaxSamplesKept, task.Value) = (stage, 0, stage.Done);
            return task;
        }

        public void Dispose()
        {
            timer.Dispose();
            ended.SetResult();
            display.GetAwaiter().GetResult();
        }
    }

    // Rate and remaining time are the stage's own, as in lines: without the work of earlier runs.
    private sealed class SummaryColumn : ProgressColumn
    {
        protected override bool NoWrap => true;

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Text(((ProgressStage)task.Tag!).Summary()) { Overflow = Overflow.Ellipsis };
    }
}
