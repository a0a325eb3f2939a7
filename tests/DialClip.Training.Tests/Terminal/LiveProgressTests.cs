using DialClip.Training.Commands;
using DialClip.Training.Terminal;
using Spectre.Console;
using Spectre.Console.Testing;

namespace DialClip.Training.Tests.Terminal;

public sealed class LiveProgressTests : IDisposable
{
    private const string HideCursor = "\u001b[?25l";
    private const string ShowCursor = "\u001b[?25h";

    private readonly FakeTimeProvider time = new();
    private readonly TestConsole console = new TestConsole()
        .Interactive()
        .EmitAnsiSequences()
        .Width(120)
        .Colors(ColorSystem.NoColors);

    public void Dispose() => console.Dispose();

    [Fact]
    public void Report_RunningStage_IsDrawnWhenTheClockGoesOn()
    {
        using var stage = CreateSut().Start("head [small]", ProgressUnit.Steps(32), 8);
        stage.Report(2, "loss 0.5000");
        var before = console.Output;

        time.Advance(TimeSpan.FromSeconds(1));

        var drawn = console.Output[before.Length..];
        Assert.Contains("head [small]", drawn, StringComparison.Ordinal);
        Assert.Contains("25%", drawn, StringComparison.Ordinal);
        Assert.Contains("2 of 8 steps  loss 0.5000  64 examples/s  00:00:03 left", drawn, StringComparison.Ordinal);
    }

    [Fact]
    public void Dispose_LastStage_LeavesItsBarAndTheCursor()
    {
        var sut = CreateSut();
        var stage = sut.Start("Encoding items", new("items"), 4);
        time.Advance(TimeSpan.FromSeconds(2));
        stage.Report(4);

        stage.Dispose();
        var ended = console.Output;
        time.Advance(TimeSpan.FromSeconds(5));
        sut.WriteLine("after");

        Assert.Contains("100%", ended, StringComparison.Ordinal);
        Assert.EndsWith($"4 of 4 items  2.0 items/s  in 00:00:02\n{ShowCursor}", ended, StringComparison.Ordinal);
        Assert.Equal("after\n", console.Output[ended.Length..]);
    }

    [Fact]
    public void WriteLine_WhileAStageRuns_StandsAboveTheBar()
    {
        var sut = CreateSut();
        using var stage = sut.Start("Encoding items", new("items"), 4);

        sut.WriteLine("beside");

        var lines = console.Output.Split('\n');
        Assert.Contains("beside", lines[^2], StringComparison.Ordinal);
        Assert.Contains("Encoding items", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Start_InsideAnotherStage_EndsAsALineAndTheOuterGoesOn()
    {
        var sut = CreateSut();
        using (var runs = sut.Start("Ablation", new("runs"), 2))
        {
            using (var inner = sut.Start("head", ProgressUnit.Steps(1), 10))
                inner.Report(10);
            runs.Advance();
            Assert.DoesNotContain(ShowCursor, console.Output, StringComparison.Ordinal);
        }

        Assert.Contains("head: 10 of 10 steps", console.Output, StringComparison.Ordinal);
        Assert.Single(console.Output.Split(HideCursor)[1..]);
        Assert.EndsWith(ShowCursor, console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Start_AfterAnotherStage_BeginsAnew()
    {
        var sut = CreateSut();
        sut.Start("one", new("items"), 1).Dispose();
        var first = console.Output.Length;

        sut.Start("two", new("items"), 1).Dispose();

        Assert.DoesNotContain("one", console.Output[first..], StringComparison.Ordinal);
        Assert.EndsWith(ShowCursor, console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_InterruptedVerb_GivesTheTerminalBackAndEndsWith130()
    {
        using var bundle = new TinyBundle();
        await bundle.WriteBackboneAsync();
        await bundle.WriteHeadAsync("1");
        await bundle.WriteCatalogAsync();
        using var interrupt = new CancellationTokenSource();
        var (output, errors) = (new StringWriter(), new StringWriter());

        var code = await CommandRunner.RunAsync(
            [
                "index",
                "--store",
                bundle.Root,
                "--backbone",
                TinyBundle.BackbonePath,
                "--catalog",
                TinyBundle.CatalogPath,
                "--model",
                TinyBundle.HeadPath,
            ],
            output,
            errors,
            new InterruptingProgress(CreateSut(), interrupt),
            interrupt.Token
        );

        Assert.Equal(ExitCode.Interrupted, code);
        Assert.EndsWith(ShowCursor, console.Output, StringComparison.Ordinal);
        Assert.Equal("Interrupted." + Environment.NewLine, errors.ToString());
        Assert.Empty(output.ToString());
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void CanDrawOn_WhatIsNoTerminal_IsRefused(bool ansi, bool interactive)
    {
        console.Profile.Capabilities.Ansi = ansi;
        console.Profile.Capabilities.Interactive = interactive;

        // The console of a test writes into a string.
        Assert.False(LiveProgress.CanDrawOn(console));
    }

    private LiveProgress CreateSut() => new LiveProgress(console, time);

    // Presses Ctrl-C as soon as something is shown.
    private sealed class InterruptingProgress(IProgressSink inner, CancellationTokenSource interrupt) : IProgressSink
    {
        public TimeProvider Time => inner.Time;

        public void WriteLine(string text) => inner.WriteLine(text);

        public void Begin(ProgressStage stage)
        {
            inner.Begin(stage);
            interrupt.Cancel();
        }

        public void Update(ProgressStage stage) => inner.Update(stage);

        public void End(ProgressStage stage) => inner.End(stage);
    }
}
