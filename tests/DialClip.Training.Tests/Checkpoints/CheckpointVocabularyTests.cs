using System.Text.Json;
using System.Text.Json.Nodes;
using DialClip.Artifacts;
using DialClip.Artifacts.Stores;
using DialClip.Encoders;
using DialClip.Training.Commands;
using DialClip.Training.Heads;
using DialClip.Training.Tests.Checkpoints.Options;

namespace DialClip.Training.Tests.Checkpoints;

/// <summary>A vocabulary is opened and compared with the embeddings before import, export or training begin.</summary>
[Collection(nameof(TorchSharp))]
public sealed class CheckpointVocabularyTests : IDisposable
{
    private readonly OptionCheckpoint checkpoint = new();

    private string VocabularyPath => Path.Combine(checkpoint.Folder, "vocab.json");

    private string MergesPath => Path.Combine(checkpoint.Folder, "merges.txt");

    public void Dispose() => checkpoint.Dispose();

    [Theory]
    [InlineData(528)]
    [InlineData(576)]
    [InlineData(640)]
    public async Task Import_PaddedEmbeddings_AreCutAndServe(int rows)
    {
        Write(rows);

        var (code, error) = await ImportAsync();

        Assert.True(code == ExitCode.Success, error);
        var loader = new ArtifactLoader(new FileArtifactStore(checkpoint.Store), checkpoint.Folder + "-cache");
        using var backbone = Backbone.Load(
            await loader.OpenAsync("backbones/x/fp32", null, CancellationToken.None),
            new EncoderOptions()
        );
        Assert.Equal(521, backbone.Properties.Text.VocabularySize);
        using var clip = FrozenClip.Load(checkpoint.Folder);
        Assert.Equal(backbone.Properties.WeightsDigest, clip.Weights.ComputeDigest());
        Assert.All(
            clip.EncodeText("hello").Zip(backbone.EncodeText(["hello"], CancellationToken.None)),
            pair => Assert.Equal(pair.First, pair.Second, 1e-5f)
        );
    }

    [Theory]
    [InlineData(500)]
    [InlineData(527)]
    [InlineData(1_600)]
    public async Task Import_EmbeddingsOfAnotherVocabulary_AreRefused(int rows)
    {
        Write(rows);

        await AssertRefusedAsync("has 521 tokens", $"{rows} embeddings");
    }

    [Theory]
    [InlineData("{\"a\": 1,")]
    [InlineData("[]")]
    [InlineData("{\"a\": \"b\"}")]
    public async Task Import_BrokenVocabulary_IsRefused(string content)
    {
        Write();
        File.WriteAllText(VocabularyPath, content);

        await AssertRefusedAsync(VocabularyPath);
    }

    [Fact]
    public async Task Import_MergesOfAnotherModel_AreRefused()
    {
        Write();
        File.WriteAllLines(MergesPath, ["#version: 0.2", "z z", "q u"]);

        await AssertRefusedAsync("no token 'zz'", "one and the same model");
    }

    [Fact]
    public async Task Import_MergesCutShort_AreRefused()
    {
        Write();
        File.WriteAllLines(MergesPath, File.ReadAllLines(MergesPath).Take(3));

        await AssertRefusedAsync("5 tokens that no merge of", "\"hell\"");
    }

    [Fact]
    public async Task Import_ByteOrderMarks_ArePassedOver()
    {
        Write();
        foreach (var path in new[] { VocabularyPath, MergesPath })
            File.WriteAllBytes(path, [0xEF, 0xBB, 0xBF, .. File.ReadAllBytes(path)]);

        var (code, error) = await ImportAsync();

        Assert.True(code == ExitCode.Success, error);
        using var clip = FrozenClip.Load(Path.Combine(checkpoint.Store, "backbones", "x", "fp32"));
        Assert.Equal(521, clip.Tokenizer.VocabularySize);
    }

    [Theory]
    [InlineData(600)]
    [InlineData(-1)]
    public async Task Import_TokenizerJsonWithAHole_NamesTheToken(int id)
    {
        Write();
        WriteTokenizerJson(("<cat-toy>", id));

        await AssertRefusedAsync("tokenizer.json", "'<cat-toy>'", $"the id {id}");
    }

    [Fact]
    public async Task Import_TokenizerJsonWithAnAddedWord_KeepsIt()
    {
        Write(522);
        WriteTokenizerJson(("cat-toy", 521));

        var (code, error) = await ImportAsync();

        Assert.True(code == ExitCode.Success, error);
        using var clip = FrozenClip.Load(checkpoint.Folder);
        Assert.Equal(522, clip.Tokenizer.VocabularySize);
    }

    [Fact]
    public async Task Import_TokenizerJsonWithMoreTokensThanEmbeddings_IsRefused()
    {
        Write();
        WriteTokenizerJson(("<cat-toy>", 521));

        await AssertRefusedAsync("has 522 tokens", "521 embeddings");
    }

    [Fact]
    public async Task Import_TokenizerJsonThatKeepsCapitals_IsRefused()
    {
        Write();
        WriteTokenizerJson(("<cat-toy>", 521));
        var path = Path.Combine(checkpoint.Folder, "tokenizer.json");
        var json = JsonNode.Parse(File.ReadAllBytes(path))!.AsObject();
        json["normalizer"] = JsonNode.Parse("""{"type":"NFC"}""");
        File.WriteAllText(path, json.ToJsonString());

        await AssertRefusedAsync("tokenizer.json", "keeps capital letters");
    }

    [Theory]
    [InlineData("""{"text_config":{"eos_token_id":49407}}""", false)]
    [InlineData("""{"text_config":{"eos_token_id":520}}""", true)]
    [InlineData("""{"text_config":{"eos_token_id":2}}""", true)]
    public async Task Import_EndTokenOfTheConfiguration_IsComparedWithTheVocabulary(string options, bool isSame)
    {
        checkpoint.WriteHuggingFace(options);

        if (!isSame)
        {
            await AssertRefusedAsync("49407", "520");
            return;
        }
        var (code, error) = await ImportAsync();
        Assert.True(code == ExitCode.Success, error);
    }

    [Fact]
    public async Task Import_PoolTypeEos_IsComparedWithTheVocabulary()
    {
        checkpoint.WriteOpenClip("""{"model_cfg":{"text_cfg":{"pool_type":"eos"}}}""");
        await AssertRefusedAsync("text_cfg.eos_id is absent");

        checkpoint.WriteOpenClip("""{"model_cfg":{"text_cfg":{"pool_type":"eos","eos_id":2}}}""");
        await AssertRefusedAsync("end with token 2", "520");

        checkpoint.WriteOpenClip("""{"model_cfg":{"text_cfg":{"pool_type":"eos","eos_id":520}}}""");
        var (code, error) = await ImportAsync();

        Assert.True(code == ExitCode.Success, error);
    }

    [Fact]
    public async Task Train_EmbeddingsOfAnotherVocabulary_IsRefusedAtOnce()
    {
        Write(500);
        var errors = new StringWriter();

        var code = await CommandRunner.RunAsync(
            [
                "train",
                "--checkpoint",
                checkpoint.Folder,
                "--dialogs",
                Path.Combine(RepositoryPaths.Root, "training", "data", "sticker-dialogs"),
                "--out",
                checkpoint.Folder + "-run",
            ],
            TextWriter.Null,
            errors
        );

        Assert.Equal(ExitCode.Failed, code);
        Assert.Contains("500 embeddings", errors.ToString(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(checkpoint.Folder + "-run"));
    }

    [Fact]
    public async Task Train_BackboneOfAStoreWithPaddedEmbeddings_IsRefusedAtOnce()
    {
        using var larger = new TinyVocabulary([
            .. TinyVocabulary.DefaultMerges,
            .. Enumerable.Range('a', 7).Select(letter => $"z {(char)letter}"),
        ]);
        Write(528);
        var imported = new StringWriter();
        var code = await CommandRunner.RunAsync(
            ["import", checkpoint.Folder, "--id", "x", "--store", checkpoint.Store, "--tokenizer", larger.Folder],
            TextWriter.Null,
            imported
        );
        Assert.True(code == ExitCode.Success, imported.ToString());
        // As an earlier version left it: 528 embeddings, 521 tokens.
        var backbone = Path.Combine(checkpoint.Store, "backbones", "x", "fp32");
        foreach (var path in new[] { VocabularyPath, MergesPath })
            File.Copy(path, Path.Combine(backbone, Path.GetFileName(path)), overwrite: true);

        var error = Assert.Throws<InvalidDataException>(() => FrozenClip.Load(backbone));

        Assert.Contains("521 tokens", error.Message, StringComparison.Ordinal);
        Assert.Contains("528 embeddings", error.Message, StringComparison.Ordinal);
    }

    private void Write(int rows = 521)
    {
        var config = OptionCheckpoint.Config with
        {
            Text = OptionCheckpoint.Config.Text with { VocabularySize = rows },
        };
        checkpoint.WriteOpenClip(
            $$$$"""{"model_cfg":{"text_cfg":{"vocab_size":{{{{rows}}}}}}}""",
            OptionCheckpoint.OpenClipWeights(config)
        );
    }

    private void WriteTokenizerJson((string Content, int Id) added)
    {
        var tokens = JsonNode.Parse(File.ReadAllBytes(VocabularyPath))!.AsObject();
        var merges = File.ReadAllLines(MergesPath).Skip(1).Select(merge => merge.Split(' '));
        checkpoint.Write(
            "tokenizer.json",
            JsonSerializer.Serialize(
                new
                {
                    added_tokens = new[] { new { id = added.Id, content = added.Content } },
                    model = new
                    {
                        type = "BPE",
                        vocab = tokens,
                        merges,
                    },
                }
            )
        );
        File.Delete(VocabularyPath);
        File.Delete(MergesPath);
    }

    private async Task<(int Code, string Error)> ImportAsync()
    {
        var errors = new StringWriter();
        var code = await CommandRunner.RunAsync(
            ["import", checkpoint.Folder, "--id", "x", "--store", checkpoint.Store],
            TextWriter.Null,
            errors
        );
        return (code, errors.ToString());
    }

    private async Task AssertRefusedAsync(params string[] expected)
    {
        var (code, error) = await ImportAsync();

        Assert.Equal(ExitCode.Failed, code);
        Assert.All(expected, part => Assert.Contains(part, error, StringComparison.Ordinal));
        Assert.False(Directory.Exists(Path.Combine(checkpoint.Store, "backbones")));
    }
}
