using System.Text.Json;
using DialClip.Artifacts.Format;
using DialClip.Training.Commands;
using DialClip.Training.Data.Dialogs;

namespace DialClip.Training.Tests.Commands;

public sealed class ThresholdsCommandTests : IDisposable
{
    private readonly TinyBundle bundle = new();
    private readonly StringWriter output = new();
    private readonly StringWriter progress = new();

    public void Dispose()
    {
        output.Dispose();
        progress.Dispose();
        bundle.Dispose();
    }

    [Fact]
    public async Task Thresholds_NewVersion_HasTheSameWeightsAndIsQuietEnough()
    {
        await bundle.WriteAllAsync();
        // One message asks for silence and for an answer: only silence keeps to 2 %.
        var dialogs = Write(
            Enumerable
                .Range(0, 60)
                .Select(number =>
                    (number % 2 == 0 ? "task" : "social", number % 2 == 0 ? Array.Empty<string>() : ["red"])
                )
        );

        var code = await RunAsync(["thresholds", "--dialogs", dialogs, "--version", "2"]);

        Assert.True(code == ExitCode.Success, progress.ToString());
        var (old, made) = (
            await bundle.Loader.OpenAsync("models/head/1", null, CancellationToken.None),
            await bundle.Loader.OpenAsync("models/head/2", null, CancellationToken.None)
        );
        Assert.Equal(old.Manifest.Files, made.Manifest.Files);
        Assert.Equal(
            old.Properties<HeadProperties>(),
            made.Properties<HeadProperties>() with
            {
                Thresholds = old.Properties<HeadProperties>().Thresholds,
            }
        );
        Assert.Matches("silenceProbability minConfidence false answers", output.ToString());
        Assert.Contains("chosen: ", output.ToString(), StringComparison.Ordinal);

        output.GetStringBuilder().Clear();
        Assert.Equal(ExitCode.Success, await RunAsync(["index"]));
        Assert.Equal(ExitCode.Success, await RunAsync(["evaluate", "--dialogs", dialogs, "--json"]));
        var report = JsonDocument.Parse(output.ToString()[output.ToString().IndexOf('{')..]).RootElement;
        Assert.Equal(0, report.GetProperty("decisions").GetProperty("all").GetProperty("falseAnswers").GetInt32());
    }

    [Fact]
    public async Task Thresholds_WithoutVersion_WritesNothing()
    {
        await bundle.WriteAllAsync();

        var code = await RunAsync(["thresholds", "--dialogs", Write([("task", []), ("social", ["red"])])]);

        Assert.True(code == ExitCode.Success, progress.ToString());
        Assert.Equal(["1"], Directory.GetDirectories(bundle.GetPath("models/head")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Thresholds_NothingThatDeservesSilence_IsRefused()
    {
        await bundle.WriteAllAsync();

        var code = await RunAsync(["thresholds", "--dialogs", Write([("social", ["red"])])]);

        Assert.Equal(ExitCode.Failed, code);
        Assert.Contains("0 deserve silence", progress.ToString(), StringComparison.Ordinal);
    }

    [RequiresTheory(Tool.Stickers)]
    [InlineData("models/stickers")]
    [InlineData("models/stickers-three-turns")]
    public async Task CommittedHead_TaskMessagesOfValidation_AreAnsweredInAtMostTwoOfAHundred(string head)
    {
        var code = await CommandRunner.RunAsync(
            [
                "evaluate",
                "--dialogs",
                Path.Combine(RepositoryPaths.Root, "training", "data", "task-dialogs"),
                "--split",
                nameof(DialogSplit.Validation),
                "--store",
                Path.Combine(RepositoryPaths.Root, "model", "store"),
                "--model",
                head,
                "--json",
            ],
            output,
            progress
        );

        Assert.True(code == ExitCode.Success, progress.ToString());
        var rows = JsonDocument
            .Parse(output.ToString())
            .RootElement.GetProperty("decisions")
            .GetProperty("kinds")
            .EnumerateArray()
            .ToLookup(row => row.GetProperty("kind").GetString()!.Split('-')[0]);
        Assert.All(rows["task"], row => Assert.InRange(row.GetProperty("falseAnswerRate").GetDouble(), 0, 0.02));
        Assert.All(rows["social"], row => Assert.True(row.GetProperty("answered").GetInt32() > 0));
    }

    private string Write(IEnumerable<(string Kind, string[] Accept)> dialogs)
    {
        var file = Path.Combine(bundle.Root, "dialogs.jsonl");
        File.WriteAllLines(
            file,
            dialogs.Select(
                (dialog, number) =>
                    JsonSerializer.Serialize(
                        new
                        {
                            id = $"d{number}",
                            kind = dialog.Kind,
                            split = "validation",
                            turns = new[] { new { speaker = "user", text = "red" } },
                            accept = dialog.Accept,
                        }
                    )
            )
        );
        return file;
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
}
