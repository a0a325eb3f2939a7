using System.Text.Json;
using DialClip.Artifacts;
using DialClip.Artifacts.Format;
using DialClip.Artifacts.Stores;
using DialClip.Encoders;
using DialClip.Training.Checkpoints;
using DialClip.Training.Commands;
using DialClip.Training.Export;
using DialClip.Training.Tests.Checkpoints;

namespace DialClip.Training.Tests.Commands;

[Collection(nameof(TorchSharp))]
public sealed class ImportCommandTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("dialclip-import-").FullName;
    private readonly TinyVocabulary vocabulary = new();

    private string Checkpoint => Path.Combine(root, "checkpoint");

    private string Store => Path.Combine(root, "store");

    public void Dispose()
    {
        vocabulary.Dispose();
        Directory.Delete(root, recursive: true);
    }

    [Fact]
    public async Task Import_OpenClipWithTokenizerJson_MakesABackboneThatServes()
    {
        var weights = Save();
        WriteTokenizerJson();
        File.WriteAllText(
            Path.Combine(Checkpoint, "preprocessor_config.json"),
            """{"image_mean":[0.1,0.2,0.3],"image_std":[0.4,0.5,0.6]}"""
        );
        var progress = new StringWriter();

        var code = await CommandRunner.RunAsync(
            ["import", Checkpoint, "--id", "tiny", "--store", Store],
            TextWriter.Null,
            progress
        );

        Assert.Equal(ExitCode.Success, code);
        Assert.Contains("Exporting: 6 of 6 steps", progress.ToString(), StringComparison.Ordinal);
        using var backbone = await LoadAsync("tiny");
        Assert.Equal(weights.ComputeDigest(), backbone.Properties.WeightsDigest);
        Assert.Equal([0.1f, 0.2f, 0.3f], backbone.Properties.Vision.Mean);
        Assert.Equal(vocabulary.Tokens.Length, backbone.Tokenizer.VocabularySize);
        Assert.Equal(
            6,
            backbone
                .EncodeText(
                    [backbone.Tokenizer.Encode("hello cat")],
                    backbone.NoPrompts(Modality.Text, 1),
                    CancellationToken.None
                )
                .Length
        );
    }

    [Fact]
    public async Task Write_WeightsBesideTheGraph_GiveTheSameFeatures()
    {
        var weights = Save();
        File.Copy(Path.Combine(vocabulary.Folder, "vocab.json"), Path.Combine(Checkpoint, "vocab.json"));
        File.Copy(Path.Combine(vocabulary.Folder, "merges.txt"), Path.Combine(Checkpoint, "merges.txt"));

        await BackboneExporter.WriteAsync(
            weights,
            Checkpoint,
            ClipPreprocessing.OpenAi,
            Path.Combine(Store, "backbones/inside/fp32"),
            "inside",
            BackbonePrecisions.Full,
            CancellationToken.None
        );
        await BackboneExporter.WriteAsync(
            weights,
            Checkpoint,
            ClipPreprocessing.OpenAi,
            Path.Combine(Store, "backbones/beside/fp32"),
            "beside",
            BackbonePrecisions.Full,
            CancellationToken.None,
            externalFrom: 0
        );

        Assert.True(new FileInfo(Path.Combine(Store, "backbones/beside/fp32/text.onnx.data")).Length > 0);
        Assert.False(File.Exists(Path.Combine(Store, "backbones/inside/fp32/text.onnx.data")));
        using var inside = await LoadAsync("inside");
        using var beside = await LoadAsync("beside");
        var pixels = TinyClip.Random(3, 1, 3, 8, 8).Values;
        Assert.Equal(
            inside.EncodePixels(pixels, 1, inside.NoPrompts(Modality.Picture, 1), CancellationToken.None),
            beside.EncodePixels(pixels, 1, beside.NoPrompts(Modality.Picture, 1), CancellationToken.None)
        );
    }

    [Fact]
    public void Read_Shards_AreOneModel()
    {
        var tensors = TinyClip.Weights().Tensors;
        Directory.CreateDirectory(Checkpoint);
        var (first, second) = (tensors.Take(20).ToDictionary(), tensors.Skip(20).ToDictionary());
        SafetensorsFile.Write(Path.Combine(Checkpoint, "model-1.safetensors"), first);
        SafetensorsFile.Write(Path.Combine(Checkpoint, "model-2.safetensors"), second);
        WriteIndex(
            first
                .Keys.ToDictionary(name => name, _ => "model-1.safetensors")
                .Concat(second.Keys.ToDictionary(name => name, _ => "model-2.safetensors"))
        );

        var read = SafetensorsFile.ReadSharded(Checkpoint, "model.safetensors");

        Assert.Equal(tensors.Keys.Order(), read.Keys.Order());
        Assert.All(tensors, pair => Assert.Equal(pair.Value.Values, read[pair.Key].Values));
    }

    [Theory]
    [InlineData("../elsewhere.safetensors")]
    [InlineData("missing.safetensors")]
    public void Read_ShardThatIsNoFileOfTheFolder_SaysSo(string shard)
    {
        Directory.CreateDirectory(Checkpoint);
        WriteIndex([new("a", shard)]);

        Assert.Contains(
            shard,
            Assert
                .Throws<InvalidDataException>(() => SafetensorsFile.ReadSharded(Checkpoint, "model.safetensors"))
                .Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Import_NoVocabulary_SaysWhatWasExpectedAndLeavesNothing()
    {
        Save();
        var progress = new StringWriter();

        var code = await CommandRunner.RunAsync(
            ["import", Checkpoint, "--id", "tiny", "--store", Store],
            TextWriter.Null,
            progress
        );

        Assert.Equal(ExitCode.Failed, code);
        Assert.Contains("--tokenizer", progress.ToString(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Store));
    }

    [Theory]
    [InlineData("../up")]
    [InlineData("a/b")]
    [InlineData("..")]
    public async Task Import_IdThatIsAPath_IsRefused(string id) =>
        Assert.Equal(
            ExitCode.Usage,
            await CommandRunner.RunAsync(["import", Checkpoint, "--id", id], TextWriter.Null, TextWriter.Null)
        );

    private ClipWeights Save()
    {
        var config = TinyClip.Config() with { Text = new TextTowerConfig(8, 2, 2, vocabulary.Tokens.Length, 12) };
        var weights = TinyClip.Weights(config);
        ClipCheckpoint.Save(Checkpoint, weights);
        return weights;
    }

    private void WriteTokenizerJson() =>
        File.WriteAllText(
            Path.Combine(Checkpoint, "tokenizer.json"),
            JsonSerializer.Serialize(
                new
                {
                    added_tokens = vocabulary
                        .Tokens.TakeLast(2)
                        .Select((token, place) => new { id = vocabulary.Start + place, content = token }),
                    model = new
                    {
                        type = "BPE",
                        vocab = vocabulary
                            .Tokens.SkipLast(2)
                            .Select((token, id) => (token, id))
                            .ToDictionary(pair => pair.token, pair => pair.id),
                        merges = vocabulary.Merges.Select(merge => merge.Split(' ')),
                    },
                }
            )
        );

    private void WriteIndex(IEnumerable<KeyValuePair<string, string>> places) =>
        File.WriteAllText(
            Path.Combine(Checkpoint, "model.safetensors.index.json"),
            JsonSerializer.Serialize(new { weight_map = places.ToDictionary() })
        );

    private async Task<Backbone> LoadAsync(string id)
    {
        var loader = new ArtifactLoader(new FileArtifactStore(Store), Path.Combine(root, "cache"));
        return Backbone.Load(
            await loader.OpenAsync($"backbones/{id}/fp32", null, CancellationToken.None),
            new EncoderOptions()
        );
    }
}
