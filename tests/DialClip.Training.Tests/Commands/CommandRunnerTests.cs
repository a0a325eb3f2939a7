using System.Text.Json;
using DialClip.Training.Commands;

namespace DialClip.Training.Tests.Commands;

public sealed class CommandRunnerTests : IDisposable
{
    private readonly TinyBundle bundle = new();
    private readonly StringWriter output = new();
    private readonly StringWriter progress = new();

    public void Dispose() => bundle.Dispose();

    [Theory]
    [InlineData("--help")]
    [InlineData("tokenizer", "--help")]
    [InlineData("catalog", "--help")]
    [InlineData("index", "--help")]
    [InlineData("publish", "--help")]
    [InlineData("ask", "--help")]
    [InlineData("evaluate", "--help")]
    [InlineData("calibrate", "--help")]
    [InlineData("verify", "--help")]
    [InlineData("experiment", "--help")]
    [InlineData("pull", "--help")]
    public async Task RunAsync_Help_SucceedsWithAnExample(params string[] args)
    {
        var code = await CommandRunner.RunAsync(args, output, progress);

        Assert.Equal(ExitCode.Success, code);
        if (args.Length == 2)
            Assert.Contains($"Example: dialclip {args[0]}", output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("ask")]
    [InlineData("ask", "hello", "--top", "0")]
    [InlineData("tokenizer", "--out", "x", "--size", "12")]
    [InlineData("evaluate", "--dialogs", "x", "--min-confidence", "1.5")]
    [InlineData("evaluate", "--dialogs", "x", "--min-margin", "-0.1")]
    [InlineData("evaluate", "--dialogs", "x", "--min-confidence", "NaN")]
    [InlineData("evaluate", "--dialogs", "x", "--silence-probability", "70")]
    [InlineData("evaluate", "--dialogs", "x", "--min-score-picture", "-1.5")]
    [InlineData("evaluate", "--dialogs", "x", "--text-margin", "3")]
    [InlineData("thresholds", "--dialogs", "x", "--max-false-answers", "2")]
    [InlineData("publish", "models/a/1")]
    [InlineData("experiment", "report", "x", "--share", "control")]
    [InlineData("experiment", "report", "x", "--share", "control=0")]
    [InlineData("experiment", "report", "x", "--json", "--html")]
    public async Task RunAsync_BadUsage_SaysSoOnTheSecondWriter(params string[] args)
    {
        var code = await CommandRunner.RunAsync(args, output, progress);

        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains("--help", progress.ToString(), StringComparison.Ordinal);
        Assert.Empty(output.ToString());
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("sv-SE")]
    public async Task RunAsync_OtherCulture_ReadsAndWritesNumbersTheSame(string culture)
    {
        using var scope = new CultureScope(culture);

        var code = await CommandRunner.RunAsync(
            ["train", "--message-share", "1.25", "--intent-weight", "-0.5", "--dialogs", "x", "--out", "x"],
            output,
            progress
        );

        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains("--message-share is 1.25, expected 0 to 0.9.", progress.ToString(), StringComparison.Ordinal);
        Assert.Contains("--intent-weight is -0.5, expected 0 or more.", progress.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_StoreWithoutModel_FailsWithOneMessage()
    {
        var code = await CommandRunner.RunAsync(["ask", "hello", "--store", bundle.Root], output, progress);

        Assert.Equal(ExitCode.Failed, code);
        Assert.Empty(output.ToString());
        Assert.DoesNotContain("   at ", progress.ToString(), StringComparison.Ordinal);
        Assert.Contains("backbones/small/fp32", progress.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ask_TinyModel_PrintsItsCandidatesBestFirst()
    {
        await bundle.WriteAllAsync();

        var code = await CommandRunner.RunAsync(["ask", "hello", "--json", "--top", "2", .. Named()], output, progress);

        Assert.True(code == ExitCode.Success, progress.ToString());
        var answer = JsonDocument.Parse(output.ToString()).RootElement;
        var scores = answer
            .GetProperty("pictures")
            .EnumerateArray()
            .Select(item => item.GetProperty("score").GetDouble())
            .ToList();
        Assert.Equal(2, scores.Count);
        Assert.True(scores[0] >= scores[1]);
        Assert.Equal(2, answer.GetProperty("texts").GetArrayLength());
    }

    [Fact]
    public async Task Evaluate_TinyModel_PrintsFractionsWithTheBaseline()
    {
        await bundle.WriteAllAsync();
        var dialogs = Path.Combine(bundle.Root, "dialogs.jsonl");
        File.WriteAllLines(
            dialogs,
            [
                """{"id":"a","turns":[{"speaker":"user","text":"red","image":null}],"accept":["red"]}""",
                """{"id":"b","turns":[{"speaker":"user","text":"hello","image":null}],"""
                    + """ "accept":["red","green","blue"]}""",
                """{"id":"c","turns":[{"speaker":"user","text":"hello","image":null}],"accept":[]}""",
            ]
        );

        var code = await CommandRunner.RunAsync(
            ["evaluate", "--dialogs", dialogs, "--json", .. Named()],
            output,
            progress
        );

        Assert.True(code == ExitCode.Success, progress.ToString());
        Assert.Contains("Ranking pictures: 2 of 2 dialogs", progress.ToString(), StringComparison.Ordinal);
        var report = JsonDocument.Parse(output.ToString()).RootElement;
        Assert.Equal(2, report.GetProperty("n").GetInt32()); // silence has no picture to rank
        Assert.Equal(1.0, report.GetProperty("bm25").GetProperty("hit@1").GetDouble());
        Assert.Equal(1.0, report.GetProperty("model").GetProperty("hit@5").GetDouble());
        Assert.InRange(report.GetProperty("model").GetProperty("mrr").GetDouble(), 0.3, 1.0);
        Assert.Equal(
            [3, 3],
            report.GetProperty("calibration").EnumerateArray().Select(row => row.GetProperty("dialogs").GetInt32())
        ); // pictures and texts, silence among them
        Assert.Equal(3, report.GetProperty("decisions").GetProperty("all").GetProperty("dialogs").GetInt32());
        Assert.Equal(3, report.GetProperty("decisions").GetProperty("all").GetProperty("answered").GetInt32());
    }

    [Theory]
    [InlineData("no-such-item", "does not contain. Correct the id")]
    [InlineData("RED", "Its item 'red' is spelt otherwise.")]
    public async Task Evaluate_UnknownAcceptedId_NamesFileLineAndId(string id, string expected)
    {
        await bundle.WriteAllAsync();
        var dialogs = Path.Combine(bundle.Root, "dialogs.jsonl");
        File.WriteAllLines(
            dialogs,
            [
                """{"id":"a","turns":[{"speaker":"user","text":"red"}],"accept":["red"]}""",
                $$"""{"id":"b","turns":[{"speaker":"user","text":"red"}],"accept":["{{id}}"]}""",
            ]
        );

        foreach (var verb in new[] { "evaluate", "calibrate" })
        {
            string[] more = verb == "calibrate" ? ["--version", "2", "--split", "Train"] : [];
            var code = await CommandRunner.RunAsync(
                [verb, "--dialogs", dialogs, .. more, .. Named()],
                output,
                progress
            );

            Assert.Equal(ExitCode.Failed, code);
        }

        var messages = progress
            .ToString()
            .Split('\n')
            .Where(line => line.Contains("dialogs.jsonl:2: dialog 'b' accepts", StringComparison.Ordinal))
            .ToList();
        Assert.Equal(2, messages.Count);
        Assert.All(messages, message => Assert.Contains(expected, message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Evaluate_NothingDeservesAReply_ReportsFalseAnswers()
    {
        await bundle.WriteAllAsync();
        var dialogs = Path.Combine(bundle.Root, "dialogs.jsonl");
        File.WriteAllLines(
            dialogs,
            [
                """{"id":"a","kind":"task-alone","turns":[{"speaker":"user","text":"red"}],"accept":[]}""",
                """{"id":"b","kind":"task-alone","turns":[{"speaker":"user","text":"hello"}],"accept":[]}""",
            ]
        );

        var code = await CommandRunner.RunAsync(["evaluate", "--dialogs", dialogs, .. Named()], output, progress);

        Assert.True(code == ExitCode.Success, progress.ToString());
        Assert.Matches("all +2 +2 +0 +0.000 +- +2 of 2, 1.000 \\[0.342, 1.000\\]", output.ToString());
        Assert.Matches("task-alone +2 +2 +0", output.ToString());
    }

    [Fact]
    public async Task Evaluate_KindsOfDialogs_ReportsEachWithThePolicysThresholds()
    {
        await bundle.WriteAllAsync();
        var dialogs = Path.Combine(bundle.Root, "dialogs.jsonl");
        File.WriteAllLines(
            dialogs,
            [
                """{"id":"a","kind":"task","turns":[{"speaker":"user","text":"red"}],"accept":[]}""",
                """{"id":"b","kind":"social","turns":[{"speaker":"user","text":"red"}],"""
                    + """ "accept":["red","green","blue"]}""",
                """{"id":"c","turns":[{"speaker":"user","text":"red"}],"accept":["text:cat"]}""",
            ]
        );

        var answered = await RunJsonAsync();
        var silent = await RunJsonAsync("--silence-probability", "0", "--min-score-text", "-0.5");

        Assert.Equal(
            [(null, 1), ("social", 1), ("task", 1)],
            answered
                .GetProperty("kinds")
                .EnumerateArray()
                .Select(row => (row.GetProperty("kind").GetString(), row.GetProperty("answered").GetInt32()))
        );
        Assert.Equal(
            [((double?)1.0, (double?)null), (null, 1.0)],
            answered
                .GetProperty("kinds")
                .EnumerateArray()
                .Skip(1)
                .Select(row => (Value(row.GetProperty("coverage")), Value(row.GetProperty("falseAnswerRate"))))
        );
        Assert.Equal(0, silent.GetProperty("all").GetProperty("answered").GetInt32());
        Assert.Equal(3, silent.GetProperty("reasons").GetProperty("silence-intent").GetInt32());
        Assert.Equal(
            (0, -0.5),
            (
                silent.GetProperty("thresholds").GetProperty("silenceProbability").GetDouble(),
                silent.GetProperty("thresholds").GetProperty("minScoreText").GetDouble()
            )
        );

        static double? Value(JsonElement share) => share.ValueKind == JsonValueKind.Null ? null : share.GetDouble();

        async Task<JsonElement> RunJsonAsync(params string[] more)
        {
            output.GetStringBuilder().Clear();
            var code = await CommandRunner.RunAsync(
                ["evaluate", "--dialogs", dialogs, "--json", .. more, .. Named()],
                output,
                progress
            );
            Assert.True(code == ExitCode.Success, progress.ToString());
            return JsonDocument.Parse(output.ToString()).RootElement.GetProperty("decisions");
        }
    }

    [Fact]
    public async Task Evaluate_WithAMarginThatNothingBeats_IsSilent()
    {
        await bundle.WriteAllAsync();
        var dialogs = Path.Combine(bundle.Root, "dialogs.jsonl");
        File.WriteAllLines(
            dialogs,
            ["""{"id":"a","turns":[{"speaker":"user","text":"red","image":null}],"accept":["red"]}"""]
        );

        var code = await CommandRunner.RunAsync(
            ["evaluate", "--dialogs", dialogs, "--min-margin", "2", "--json", .. Named()],
            output,
            progress
        );

        Assert.True(code == ExitCode.Success, progress.ToString());
        var decisions = JsonDocument.Parse(output.ToString()).RootElement.GetProperty("decisions");
        Assert.Equal(
            (0, 1),
            (
                decisions.GetProperty("all").GetProperty("answered").GetInt32(),
                decisions.GetProperty("reasons").GetProperty("ambiguous").GetInt32()
            )
        );
    }

    [Fact]
    public async Task Index_MissingIndex_WritesOneThatAskCanUse()
    {
        await bundle.WriteBackboneAsync();
        await bundle.WriteHeadAsync("1");
        await bundle.WriteCatalogAsync();

        var indexExitCode = await CommandRunner.RunAsync(["index", .. Named()], output, progress);
        var askExitCode = await CommandRunner.RunAsync(["ask", "hello", .. Named()], output, progress);

        Assert.True(indexExitCode == ExitCode.Success && askExitCode == ExitCode.Success, progress.ToString());
        Assert.Matches("Encoding items: ([0-9]+) of \\1 items", progress.ToString());
        Assert.DoesNotContain("Encoding", output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', progress.ToString());
    }

    [Fact]
    public async Task Publish_Folder_LiesInTheOtherStoreWithItsManifest()
    {
        await bundle.WriteCatalogAsync();
        var other = Path.Combine(bundle.Root, "elsewhere");

        var code = await CommandRunner.RunAsync(
            ["publish", TinyBundle.CatalogPath + "/1", "--from", bundle.Root, "--to", other],
            output,
            progress
        );

        Assert.True(code == ExitCode.Success, progress.ToString());
        Assert.Matches("Publishing: ([0-9]+) of \\1 files", progress.ToString());
        Assert.Equal(
            File.ReadAllBytes(bundle.GetPath(TinyBundle.CatalogPath + "/1/manifest.json")),
            File.ReadAllBytes(Path.Combine(other, TinyBundle.CatalogPath, "1", "manifest.json"))
        );
    }

    [Fact]
    public async Task ExperimentReport_Log_PrintsARowPerVariant()
    {
        var log = Path.Combine(bundle.Root, "log.jsonl");
        File.WriteAllLines(
            log,
            [
                """{"event":"exposure","experiment":"x","variant":"B","reason":"assigned","""
                    + """ "unitHash":"u","headDigest":"d","itemId":"red","score":0.5,"impressionId":"1","""
                    + """ "time":"2026-01-02T00:00:00Z"}""",
                """{"event":"feedback","liked":true,"impressionId":"1","time":"2026-01-02T00:00:00Z"}""",
            ]
        );

        var code = await CommandRunner.RunAsync(["experiment", "report", log, "--json"], output, progress);

        Assert.True(code == ExitCode.Success, progress.ToString());
        var report = Assert.Single(JsonDocument.Parse(output.ToString()).RootElement.EnumerateArray());
        Assert.Equal("keepRunning", report.GetProperty("verdict").GetProperty("action").GetString());
        var row = Assert.Single(report.GetProperty("variants").EnumerateArray());
        Assert.Equal("B", row.GetProperty("variant").GetString());
        Assert.Equal(1, row.GetProperty("likes").GetInt32());
        Assert.Equal(0.2065, row.GetProperty("likeRate").GetProperty("low").GetDouble(), 4);
    }

    [Fact]
    public async Task ExperimentReport_NoSuchLog_FailsWithItsName()
    {
        var code = await CommandRunner.RunAsync(
            ["experiment", "report", Path.Combine(bundle.Root, "none.jsonl")],
            output,
            progress
        );

        Assert.Equal(ExitCode.Failed, code);
        Assert.Contains("none.jsonl", progress.ToString(), StringComparison.Ordinal);
    }

    private string[] Named() =>
        [
            "--store",
            bundle.Root,
            "--backbone",
            TinyBundle.BackbonePath,
            "--catalog",
            TinyBundle.CatalogPath,
            "--model",
            TinyBundle.HeadPath,
        ];
}
