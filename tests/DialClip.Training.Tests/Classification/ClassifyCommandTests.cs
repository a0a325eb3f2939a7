using System.Text.Json;
using DialClip.Training.Checkpoints;
using DialClip.Training.Commands;
using DialClip.Training.Loop;
using DialClip.Training.Pretraining;
using DialClip.Training.Terminal;
using DialClip.Training.Tests.Loop;
using DialClip.Training.Tests.Pretraining;

namespace DialClip.Training.Tests.Classification;

[Collection(nameof(TorchSharp))]
public sealed class ClassifyCommandTests : IDisposable
{
    private readonly TinySources tiny = new();
    private readonly string root = Directory.CreateTempSubdirectory("dialclip-classify-").FullName;
    private readonly StringWriter output = new();
    private readonly StringWriter progress = new();

    public void Dispose()
    {
        tiny.Dispose();
        output.Dispose();
        progress.Dispose();
        Directory.Delete(root, recursive: true);
    }

    [Fact]
    public async Task Classify_TinySet_GivesEveryMethodAndIsKept()
    {
        var (clip, photos) = (Pretrain(), WritePhotos());
        string[] arguments =
        [
            "classify",
            photos,
            "--checkpoint",
            clip,
            "--out",
            Path.Combine(root, "runs"),
            "--features",
            Path.Combine(root, "features"),
            "--seeds",
            "2",
            "--steps",
            "5",
            "--shots",
            "2",
            "--json",
        ];

        var code = await CommandRunner.RunAsync(arguments, output, progress);
        var first = output.ToString();
        output.GetStringBuilder().Clear();
        var repeated = await CommandRunner.RunAsync(arguments, output, progress);
        var second = output.ToString();
        var result = Path.Combine(root, "runs", "photos-CoOp-0", "result.json");
        var resultFile = File.ReadAllText(result);
        File.WriteAllText(
            result,
            resultFile.Contains("true", StringComparison.Ordinal)
                ? resultFile.Replace("true", "false", StringComparison.Ordinal)
                : resultFile.Replace("false", "true", StringComparison.Ordinal)
        );
        output.GetStringBuilder().Clear();
        await CommandRunner.RunAsync(arguments, output, progress);

        Assert.True(code == ExitCode.Success && repeated == ExitCode.Success, progress.ToString());
        Assert.Equal(first, second);
        Assert.NotEqual(first, output.ToString()); // stored results are loaded
        var rows = JsonDocument.Parse(first).RootElement.EnumerateArray().ToList();
        Assert.Equal(["CLIP", "CoOp", "KgCoOp", "E2Mim"], rows.Select(row => row.GetProperty("method").GetString()));
        Assert.Equal([1, 2, 2, 2], rows.Select(row => row.GetProperty("seeds").GetInt32()));
        Assert.All(rows, row => Assert.InRange(row.GetProperty("base").GetProperty("mean").GetDouble(), 0, 1));
    }

    [Theory]
    [InlineData("CoOp")]
    [InlineData("KgCoOp")]
    [InlineData("E2Mim")]
    public async Task Classify_ManySteps_LeavesNoTensorsAlive(string method)
    {
        var log = new LiveTensorLog();

        var code = await CommandRunner.RunAsync(
            [
                "classify",
                WritePhotos(),
                "--checkpoint",
                Pretrain(),
                "--out",
                Path.Combine(root, "runs"),
                "--features",
                Path.Combine(root, "features"),
                "--seeds",
                "1",
                "--steps",
                "8",
                "--shots",
                "2",
                "--methods",
                method,
            ],
            output,
            progress,
            log
        );

        Assert.True(code == ExitCode.Success, progress.ToString());
        Assert.Equal(7, log.After("prompts").Count);
        Assert.Single(log.After("prompts").Distinct());
    }

    [Fact]
    public async Task Classify_Across_TunesOnOneSetAndJudgesTheOther()
    {
        var (clip, photos) = (Pretrain(), WritePhotos());
        var other = Path.Combine(root, "other");
        Directory.Move(photos, other);

        var code = await CommandRunner.RunAsync(
            [
                "classify",
                WritePhotos(),
                other,
                "--across",
                "--checkpoint",
                clip,
                "--out",
                Path.Combine(root, "runs"),
                "--features",
                Path.Combine(root, "features"),
                "--seeds",
                "1",
                "--steps",
                "3",
                "--methods",
                "CoOp",
            ],
            output,
            progress
        );

        Assert.True(code == ExitCode.Success, progress.ToString());
        Assert.Contains("tuned on photos", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PretrainPhotos_TinySets_KeepsTheTextTowerAndNeverOpensNewClasses()
    {
        var (clip, photos) = (Pretrain(), WritePhotos());
        // A new class's photo that cannot be read would end the run if it were opened.
        File.WriteAllText(Path.Combine(photos, "train", "white", "0.png"), "no picture");
        var stickers = Path.Combine(root, "stickers");
        Directory.CreateDirectory(stickers);
        foreach (var (id, bmp) in TinyBundle.Pictures)
            File.WriteAllBytes(Path.Combine(stickers, id + ".png"), bmp);
        File.WriteAllLines(
            Path.Combine(stickers, "stickers.jsonl"),
            tiny.Sources.Stickers.Select(sticker => JsonSerializer.Serialize(sticker, JsonSerializerOptions.Web))
        );

        var code = await CommandRunner.RunAsync(
            [
                "pretrain",
                "photos",
                photos,
                "--checkpoint",
                clip,
                "--out",
                Path.Combine(root, "made"),
                "--stickers",
                stickers,
                "--steps",
                "2",
            ],
            output,
            progress
        );

        Assert.True(code == ExitCode.Success, progress.ToString());
        var (before, after) = (ClipCheckpoint.Load(clip), ClipCheckpoint.Load(Path.Combine(root, "made", "clip")));
        Assert.All(
            before.Tensors.Where(pair => pair.Key.StartsWith("text.", StringComparison.Ordinal)),
            pair => Assert.Equal(pair.Value.Values, after[pair.Key].Values)
        );
        Assert.Equal(PhotoPretrainOptions.Default.Vision, after.Config.Vision);
    }

    private string Pretrain()
    {
        var weights = new Pretrainer(
            TinySources.Options,
            tiny.Sources,
            RunFolder.Open(Path.Combine(root, "clip-run"), TinySources.Options),
            new LineProgress(TextWriter.Null, TimeProvider.System),
            TimeProvider.System
        ).Run(null, CancellationToken.None);
        var folder = Path.Combine(root, "clip");
        ClipCheckpoint.Save(folder, weights);
        ClipVocabulary.Copy(tiny.Vocabulary, folder);
        return folder;
    }

    // Four classes of one colour each, three photos of each in both splits.
    private string WritePhotos()
    {
        var folder = Path.Combine(root, "photos");
        foreach (var split in new[] { "train", "test" })
        foreach (
            var (name, red, green, blue) in new[]
            {
                ("black", 0, 0, 0),
                ("blue", 20, 20, 220),
                ("red", 220, 20, 20),
                ("white", 255, 255, 255),
            }
        )
            for (var number = 0; number < 3; number++)
            {
                Directory.CreateDirectory(Path.Combine(folder, split, name));
                File.WriteAllBytes(
                    Path.Combine(folder, split, name, $"{number}.png"),
                    TinyBundle.Bmp((byte)red, (byte)Math.Min(255, green + number), (byte)blue)
                );
            }
        return folder;
    }
}
