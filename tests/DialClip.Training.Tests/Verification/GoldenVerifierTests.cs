using System.Text.Json;
using DialClip.Training.Commands;
using DialClip.Training.Tests.Checkpoints;
using DialClip.Training.Tests.Export;
using DialClip.Training.Verification;

namespace DialClip.Training.Tests.Verification;

public sealed class GoldenVerifierTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("dialclip-golden-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [RequiresFact(Tool.Golden)]
    public void Run_SharedGoldenFiles_AllGroupsPass()
    {
        var report = GoldenVerifier.Run(
            Path.Combine(RepositoryPaths.SharedData, "golden"),
            null,
            null,
            weights => new OnnxTowers(weights),
            weights => new TorchTowers(weights),
            weights => new ReferenceTowers(weights)
        );

        Assert.True(report.Passed, string.Join('\n', report.Groups.Where(group => !group.Passed)));
        Assert.Equal(
            [RealFeatures.Folder],
            report.Groups.Where(group => group.Absent is not null).Select(group => group.Name)
        );
        // Two layouts, three engines, five groups.
        Assert.Equal(30, report.Groups.Count(group => group.Name.StartsWith("checkpoint-", StringComparison.Ordinal)));
    }

    [Fact]
    public void Run_OwnFolderOfAnotherSize_PassesAndNamesWhatIsAbsent()
    {
        WriteOwn(error: 0);

        var report = GoldenVerifier.Run(
            folder,
            null,
            null,
            weights => new OnnxTowers(weights),
            weights => new TorchTowers(weights)
        );

        Assert.True(report.Passed, string.Join('\n', report.Groups));
        Assert.Contains(report.Groups, group => group is { Name: "checkpoint-openclip/onnx/text", Cases: 2 });
        Assert.Contains(
            report.Groups,
            group => group is { Name: "checkpoint-openclip/onnx/image_deep_prompts", Cases: 1 }
        );
        Assert.Contains(
            report.Groups,
            group => group is { Name: "checkpoint-openclip/torch/image_deep_prompts", Cases: 1 }
        );
        Assert.All(
            new[] { "tokenizer", "preprocessing", "checkpoint-hf" },
            name => Assert.Contains(report.Groups, group => group.Name == name && group.Absent is not null)
        );
    }

    [Theory]
    [InlineData(0.001f)]
    [InlineData(float.PositiveInfinity)]
    public async Task Verify_BeyondTolerance_ExitsWithFailure(float error)
    {
        WriteOwn(error);
        var output = new StringWriter();

        var code = await CommandRunner.RunAsync(["verify", "--golden", folder], output, TextWriter.Null);

        Assert.Equal(ExitCode.Failed, code);
        Assert.Contains("FAILED", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_EmptyFolder_ExitsWithFailure()
    {
        var output = new StringWriter();

        var code = await CommandRunner.RunAsync(["verify", "--golden", folder, "--json"], output, TextWriter.Null);

        Assert.Equal(ExitCode.Failed, code);
        Assert.All(
            JsonDocument.Parse(output.ToString()).RootElement.GetProperty("groups").EnumerateArray(),
            group => Assert.NotNull(group.GetProperty("absent").GetString())
        );
    }

    [Theory]
    [InlineData(false, "passed  tokenizer")]
    [InlineData(true, "globalization-invariant mode, in which String.Normalize leaves a text as it is")]
    public async Task Verify_GlobalizationInvariantProcess_RefusesToTokenize(bool invariant, string expected)
    {
        using var vocabulary = new TinyVocabulary();
        int[] ids = [TinyVocabulary.FirstMerge + 6],
            framed = [vocabulary.Start, .. ids, vocabulary.End];
        var cases = new[]
        {
            new
            {
                text = "E\u0301",
                ids,
                input_ids = framed,
            },
        };
        File.WriteAllText(Path.Combine(folder, "tokenizer.json"), JsonSerializer.Serialize(new { cases }));
        var environment = new Dictionary<string, string>
        {
            ["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = invariant ? "1" : "0",
            ["LANG"] = "tr_TR.UTF-8",
        };

        var (code, output) = await RunningProgram.DialclipAsync(
            ["verify", "--golden", folder, "--tokenizer", vocabulary.Folder],
            environment
        );

        Assert.Contains(expected, output, StringComparison.Ordinal);
        Assert.Equal(invariant ? ExitCode.Failed : ExitCode.Success, code);
    }

    // The expected features come from the reference towers; one value is moved by the error.
    private void WriteOwn(float error)
    {
        var weights = TinyClip.Weights(seed: 21);
        var checkpoint = Directory.CreateDirectory(Path.Combine(folder, "checkpoint-openclip")).FullName;
        File.WriteAllText(
            Path.Combine(checkpoint, "open_clip_config.json"),
            """
            {"model_cfg":{"embed_dim":6,"quick_gelu":true,
             "text_cfg":{"width":8,"layers":2,"heads":2,"vocab_size":20,"context_length":12},
             "vision_cfg":{"width":12,"layers":3,"head_width":4,"image_size":8,"patch_size":4}}}
            """
        );
        SafetensorsFile.Write(Path.Combine(checkpoint, "open_clip_model.safetensors"), weights.Tensors);
        using var towers = new ReferenceTowers(weights);
        int[][] sentences =
        [
            [18, 4, 19],
            [18, 5, 6, 7, 19],
        ];
        var (pixels, prompts) = (TinyClip.Random(1, 1, 3, 8, 8), TinyClip.Random(2, 1, 3, 2, 12));
        var text = Rows(towers.EncodeText(sentences, new([2, 2, 0, 8], [])));
        text[0][0] += error;
        File.WriteAllText(
            Path.Combine(folder, "towers.json"),
            JsonSerializer.Serialize(
                new
                {
                    text = new
                    {
                        input_ids = sentences,
                        features = text.Select(row => row.Select(value => float.IsInfinity(value) ? 1e30f : value)),
                    },
                    image = new
                    {
                        pixels_shape = pixels.Shape,
                        pixels = pixels.Values,
                        features = Rows(towers.EncodePixels(pixels, new([1, 3, 0, 12], []))),
                    },
                    image_deep_prompts = new
                    {
                        prompts_shape = prompts.Shape[1..],
                        prompts = prompts.Values,
                        features = Rows(towers.EncodePixels(pixels, prompts)),
                    },
                }
            )
        );
    }

    private static float[][] Rows(float[] values) => [.. values.Chunk(6)];
}
