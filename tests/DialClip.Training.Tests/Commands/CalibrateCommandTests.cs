using System.Text.Json;
using DialClip.Artifacts.Format;
using DialClip.Training.Commands;

namespace DialClip.Training.Tests.Commands;

public sealed class CalibrateCommandTests : IDisposable
{
    private readonly TinyBundle bundle = new();
    private readonly StringWriter output = new();
    private readonly StringWriter progress = new();

    public void Dispose() => bundle.Dispose();

    [Fact]
    public async Task Calibrate_EnoughDialogs_WritesTheSameWeightsWithACurve()
    {
        await bundle.WriteAllAsync();
        var (likely, unlikely) = await SurerFirstAsync("hello", "a cat");

        var calibrated = await RunAsync([
            "calibrate",
            "--dialogs",
            Dialogs(40, number => Accepting(number % 2 == 0 ? likely : unlikely, number % 8 < 2 == (number % 2 == 1))),
            "--version",
            "2",
        ]);
        var indexed = await RunAsync(["index"]);
        output.GetStringBuilder().Clear();
        var answered = await RunAsync(["ask", likely.Text, "--json"]);

        Assert.True(
            calibrated == ExitCode.Success && indexed == ExitCode.Success && answered == ExitCode.Success,
            progress.ToString()
        );
        var (old, made) = (
            await bundle.Loader.OpenAsync("models/head/1", null, CancellationToken.None),
            await bundle.Loader.OpenAsync("models/head/2", null, CancellationToken.None)
        );
        Assert.Equal(old.Manifest.Files, made.Manifest.Files);
        Assert.Equal(old.Properties<HeadProperties>(), made.Properties<HeadProperties>() with { Calibration = null });
        var confidence = JsonDocument
            .Parse(output.ToString())
            .RootElement.GetProperty("pictures")[0]
            .GetProperty("confidence")
            .GetDouble();
        Assert.Equal(0.75, confidence, 0.05);
        Assert.Contains("No confidence for texts after texts", progress.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calibrate_WithFusion_WritesSharesThatIndexAndEvaluateUse()
    {
        await bundle.WriteAllAsync();
        var (likely, unlikely) = await SurerFirstAsync("hello", "a cat");
        var dialogs = Dialogs(
            40,
            number => Accepting(number % 2 == 0 ? likely : unlikely, number % 8 < 2 == (number % 2 == 1))
        );

        Assert.Equal(
            ExitCode.Success,
            await RunAsync(["calibrate", "--dialogs", dialogs, "--fusion", "--version", "2"])
        );
        Assert.Equal(ExitCode.Success, await RunAsync(["index"]));
        output.GetStringBuilder().Clear();
        Assert.Equal(ExitCode.Success, await RunAsync(["evaluate", "--dialogs", dialogs]));

        var (old, made) = (
            await bundle.Loader.OpenAsync("models/head/1", null, CancellationToken.None),
            await bundle.Loader.OpenAsync("models/head/2", null, CancellationToken.None)
        );
        Assert.Equal(old.Manifest.Files, made.Manifest.Files);
        var (before, after) = (old.Properties<HeadProperties>(), made.Properties<HeadProperties>());
        Assert.Null(before.Fusion);
        // No dialog has a picture as its input.
        Assert.Equal(0.5, after.Fusion!.CaptionPictureToPicture);
        Assert.NotEqual(before.Thresholds.MinScorePicture, after.Thresholds.MinScorePicture);
        foreach (var row in new[] { "model", "pixels alone", "captions alone", "both, captions", "both and BM25" })
            Assert.Contains(output.ToString().Split('\n'), line => line.StartsWith(row, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Calibrate_TooFewDialogs_WritesNothing()
    {
        await bundle.WriteAllAsync();

        var code = await RunAsync(["calibrate", "--dialogs", Dialogs(10, _ => ("hello", [])), "--version", "2"]);

        Assert.Equal(ExitCode.Failed, code);
        Assert.Contains("nothing was written", progress.ToString(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(bundle.GetPath("models/head/2")));
    }

    [Fact]
    public async Task Calibrate_VersionThatIsThere_IsRefused()
    {
        await bundle.WriteAllAsync();
        var (likely, unlikely) = await SurerFirstAsync("hello", "a cat");

        var code = await RunAsync([
            "calibrate",
            "--dialogs",
            Dialogs(40, number => Accepting(number % 2 == 0 ? likely : unlikely, number % 8 < 2 == (number % 2 == 1))),
            "--version",
            "1",
        ]);

        Assert.Equal(ExitCode.Failed, code);
        Assert.Contains("choose a new version", progress.ToString(), StringComparison.Ordinal);
    }

    // Three of four likely questions are answered as accepted, one of four unlikely ones.
    private static (string Text, string[] Accept) Accepting(Best best, bool accepted) =>
        (best.Text, accepted ? [best.Id] : []);

    private string Dialogs(int count, Func<int, (string Text, string[] Accept)> make)
    {
        var file = Path.Combine(bundle.Root, "dialogs.jsonl");
        File.WriteAllLines(
            file,
            Enumerable
                .Range(0, count)
                .Select(number =>
                    JsonSerializer.Serialize(
                        new
                        {
                            id = $"d{number}",
                            turns = new[]
                            {
                                new
                                {
                                    speaker = "user",
                                    text = make(number).Text,
                                    image = (string?)null,
                                },
                            },
                            accept = make(number).Accept,
                            split = "validation",
                        }
                    )
                )
        );
        return file;
    }

    // Which of two questions has the higher cosine depends on the tiny weights.
    private async Task<(Best First, Best Second)> SurerFirstAsync(string one, string other)
    {
        var results = new List<Best>();
        foreach (var text in new[] { one, other })
        {
            await RunAsync(["ask", text, "--json"]);
            var best = JsonDocument.Parse(output.ToString()).RootElement.GetProperty("pictures")[0];
            results.Add(new(text, best.GetProperty("id").GetString()!, best.GetProperty("score").GetDouble()));
            output.GetStringBuilder().Clear();
        }
        return results[0].Score > results[1].Score ? (results[0], results[1]) : (results[1], results[0]);
    }

    private Task<int> RunAsync(string[] args) =>
        CommandRunner.RunAsync(
            [
                .. args,
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
            progress
        );

    private sealed record Best(string Text, string Id, double Score);
}
