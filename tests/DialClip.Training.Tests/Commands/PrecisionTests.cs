using System.Text.Json;
using DialClip.Artifacts.Format;
using DialClip.Training.Checkpoints;
using DialClip.Training.Commands;
using DialClip.Training.Export;
using DialClip.Training.Modules;
using DialClip.Training.Tests.Checkpoints;

namespace DialClip.Training.Tests.Commands;

/// <summary>One CLIP in both precisions beside each other in one store, with one head.</summary>
[Collection(nameof(TorchSharp))]
public sealed class PrecisionTests : IDisposable
{
    private readonly TinyBundle bundle = new();
    private readonly TinyVocabulary vocabulary = new();

    public void Dispose()
    {
        vocabulary.Dispose();
        bundle.Dispose();
    }

    [Fact]
    public async Task ImportIndexAsk_BothPrecisions_ServeOneHead()
    {
        var weights = Save();
        await bundle.WriteCatalogAsync();

        foreach (
            var verb in new string[][]
            {
                ["import", bundle.GetPath("clip"), "--id", "x"],
                ["export", "--checkpoint", bundle.GetPath("clip"), "--name", "x"],
            }.Zip(BackbonePrecisions.All)
        )
            await RunAsync([.. verb.First, "--precision", verb.Second]);
        await HeadExporter.WriteAsync(
            Head(weights),
            JsonSerializer.SerializeToElement(new { }),
            bundle.GetPath(TinyBundle.HeadPath + "/1"),
            "head",
            "1",
            CancellationToken.None
        );
        var answers = new List<JsonElement>();
        foreach (var precision in BackbonePrecisions.All)
        {
            string[] model =
            [
                "--backbone",
                $"backbones/x/{precision}",
                "--catalog",
                TinyBundle.CatalogPath,
                "--model",
                TinyBundle.HeadPath,
            ];
            await RunAsync(["index", .. model]);
            answers.Add(
                JsonDocument.Parse(await RunAsync(["ask", "hello cat", "--top", "3", "--json", .. model])).RootElement
            );
        }

        var (full, half) = (await PropertiesAsync("fp32"), await PropertiesAsync("fp16"));
        Assert.Equal(weights.ComputeDigest(), full.WeightsDigest);
        Assert.Equal(full.WeightsDigest, half.WeightsDigest);
        Assert.Null(full.Parity!.Cosine);
        Assert.InRange(half.Parity!.Cosine!.Worst, ParityCheck.MinCosine, half.Parity.Cosine.Mean);
        Assert.Equal(Scores(answers[0]).Select(score => score.Id), Scores(answers[1]).Select(score => score.Id));
        Assert.All(
            Scores(answers[0]).Zip(Scores(answers[1])),
            pair => Assert.Equal(pair.First.Score, pair.Second.Score, 1e-2)
        );
    }

    [Fact]
    public async Task Export_PrecisionOfAHead_IsRefused()
    {
        var progress = new StringWriter();

        var code = await CommandRunner.RunAsync(
            ["export", "--checkpoint", bundle.Root, "--head", bundle.Root, "--precision", "fp16"],
            TextWriter.Null,
            progress
        );

        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains("fits every precision", progress.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_UnknownPrecision_IsRefused() =>
        Assert.Equal(
            ExitCode.Usage,
            await CommandRunner.RunAsync(
                ["import", bundle.Root, "--id", "x", "--precision", "int8"],
                TextWriter.Null,
                TextWriter.Null
            )
        );

    private static List<(string Id, double Score)> Scores(JsonElement answer) =>
        [
            .. new[] { "pictures", "texts" }
                .SelectMany(kind => answer.GetProperty(kind).EnumerateArray())
                .Select(item => (item.GetProperty("id").GetString()!, item.GetProperty("score").GetDouble())),
        ];

    private static HeadCheckpoint Head(ClipWeights weights)
    {
        var (config, seed) = (new DialClipConfig(4, 2, 3, 2, true), 0);
        var tensors = HeadShapes
            .Compute(weights.Config, config)
            .OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .ToDictionary(pair => pair.Key, pair => TinyClip.Random(++seed, pair.Value));
        return new(new(weights.Config, config, tensors), weights.ComputeDigest(), 2, new());
    }

    private ClipWeights Save()
    {
        var weights = TinyClip.Weights(
            TinyClip.Config() with
            {
                Text = new TextTowerConfig(8, 2, 2, vocabulary.Tokens.Length, 12),
            }
        );
        ClipCheckpoint.Save(bundle.GetPath("clip"), weights);
        foreach (var file in Directory.GetFiles(vocabulary.Folder))
            File.Copy(file, Path.Combine(bundle.GetPath("clip"), Path.GetFileName(file)));
        return weights;
    }

    private async Task<BackboneProperties> PropertiesAsync(string precision) =>
        (
            await bundle.Loader.OpenAsync($"backbones/x/{precision}", null, CancellationToken.None)
        ).Properties<BackboneProperties>();

    private async Task<string> RunAsync(string[] args)
    {
        var (output, progress) = (new StringWriter(), new StringWriter());
        var code = await CommandRunner.RunAsync([.. args, "--store", bundle.Root], output, progress);
        Assert.True(code == ExitCode.Success, progress.ToString());
        return output.ToString();
    }
}
