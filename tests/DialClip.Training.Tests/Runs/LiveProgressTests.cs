using DialClip.Training.Runs;
using Spectre.Console;

namespace DialClip.Training.Tests.Runs;

public sealed class LiveProgressTests
{
    [Fact]
    public void Report_OnATerminal_ShowsStageAndLossAndGivesTheTerminalBack()
    {
        using var writer = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.Yes, Interactive = InteractionSupport.Yes, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(writer) });
        console.Profile.Width = 120;
        var sut = new RunProgress(TextWriter.Null, TimeProvider.System, new LiveProgress(console));

        sut.Begin("head [small]", 0, 4, 2);
        sut.Note("something beside");
        for (var step = 1; step <= 4; step++)
            sut.Report(step, 0.5);
        sut.Dispose();

        var shown = writer.ToString();
        Assert.Contains("head [small]", shown, StringComparison.Ordinal);
        Assert.Contains("loss 0.5000", shown, StringComparison.Ordinal);
        Assert.Contains("something beside", shown, StringComparison.Ordinal);
        Assert.Contains("100%", shown, StringComparison.Ordinal);
        Assert.Contains("\u001b[?25h", shown, StringComparison.Ordinal); // the cursor is visible again
    }

    [Fact]
    public void Report_NoTerminal_PrintsLines()
    {
        using var writer = new StringWriter();
        using var sut = RunProgress.For(writer);

        sut.Begin("head", 2, 4, 8);
        sut.Report(4, 1.25);

        Assert.Contains("going on at step 2 of 4", writer.ToString(), StringComparison.Ordinal);
        Assert.Contains("step 4/4  loss 1.2500", writer.ToString(), StringComparison.Ordinal);
    }
}
