using System.Text;
using DialClip.Artifacts;
using DialClip.Artifacts.Format;
using DialClip.Artifacts.Stores;
using DialClip.Backbones;
using DialClip.Backbones.Graphs;
using DialClip.Encoders;
using DialClip.Encoders.Text;
using DialClip.Training.Commands;
using DialClip.Training.Tests.Checkpoints;

namespace DialClip.Training.Tests.Commands;

/// <summary>A tiny checkpoint laid out as clip-ViT-B-32-multilingual-v1, against loops over its own names.</summary>
public sealed class ImportTextTowerTests : IDisposable
{
    private const int Width = 8;
    private const int Dimension = 6;
    private const int Positions = 12;
    private const int MaxLength = 10;

    private static readonly string[] Words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "Hola", "hola", "a", "##b", "!", "é"];

    private readonly string root = Directory.CreateTempSubdirectory("dialclip-text-tower-").FullName;
    private readonly TinyVocabulary vocabulary = new();

    private string Checkpoint => Path.Combine(root, "checkpoint");

    private string Store => Path.Combine(root, "store");

    private string Space => Path.Combine(Store, "backbones", "clip", "fp32");

    public void Dispose()
    {
        vocabulary.Dispose();
        Directory.Delete(root, recursive: true);
    }

    [Fact]
    public async Task Import_TextTowerAlone_JoinsTheVisionTowerOfItsSpace()
    {
        var tensors = WriteCheckpoint();
        await WriteSpaceAsync();

        var code = await ImportAsync("--vision", Space);

        Assert.Equal("", code.Errors);
        using var multilingual = await LoadAsync("multi");
        using var clip = await LoadAsync("clip");
        Assert.IsType<WordPieceTokenizer>(multilingual.Tokenizer);
        Assert.Equal([2, 4, 6, 7, 8, 3], multilingual.Tokenizer.Encode("Hola ab!"));
        Assert.Equal([2, 1, 3], multilingual.Tokenizer.Encode("HOLA")); // case stays
        Assert.Equal(MaxLength, multilingual.Tokenizer.ContextLength);
        int[][] texts =
        [
            [2, 4, 6, 7, 8, 3],
            [2, 9, 3],
        ];
        var features = multilingual.EncodeText(texts, multilingual.NoPrompts(Modality.Text, 2), CancellationToken.None);
        for (var row = 0; row < 2; row++)
        {
            var expected = Encode(tensors, texts[row]);
            for (var i = 0; i < Dimension; i++)
                Assert.Equal(expected[i], features[row * Dimension + i], 1e-5);
        }
        var pixels = TinyClip.Random(4, 1, 3, 8, 8).Values;
        var none = clip.NoPrompts(Modality.Picture, 1);
        Assert.Equal(
            clip.EncodePixels(pixels, 1, none, CancellationToken.None),
            multilingual.EncodePixels(pixels, 1, none, CancellationToken.None)
        );
    }

    [Fact]
    public async Task Import_WithoutTheSpace_SaysWhichOptionNamesIt()
    {
        WriteCheckpoint();

        var (_, errors) = await ImportAsync();

        Assert.Contains("holds a text tower alone (modules.json)", errors, StringComparison.Ordinal);
        Assert.Contains("--vision", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("config.json", "\"activation\":\"gelu\"", "\"activation\":\"relu\"", "activation is \"relu\"")]
    [InlineData("config.json", "\"distilbert\"", "\"bert\"", "model_type is \"bert\", computed: distilbert")]
    [InlineData("1_Pooling/config.json", "tokens\":true", "tokens\":false", "pooling_mode_mean_tokens is false")]
    [InlineData("2_Dense/config.json", "\"bias\":false", "\"bias\":true", "bias is true, computed: false")]
    [InlineData("config.json", "\"dim\":8", "\"dim\":12", "n_heads")]
    public async Task Import_WhatIsNotComputed_IsRefused(string file, string before, string after, string expected)
    {
        WriteCheckpoint();
        await WriteSpaceAsync();
        var path = Path.Combine(Checkpoint, file);
        var text = File.ReadAllText(path);
        File.WriteAllText(path, text.Replace(before, after, StringComparison.Ordinal));

        var (_, errors) = await ImportAsync("--vision", Space);

        if (expected == "n_heads")
            Assert.Contains("does not hold the weights of its configuration", errors, StringComparison.Ordinal);
        else
            Assert.Contains(expected, errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(Store, "backbones", "multi")));
    }

    private async Task<(int Code, string Errors)> ImportAsync(params string[] options)
    {
        var errors = new StringWriter();
        var code = await CommandRunner.RunAsync(
            ["import", Checkpoint, "--id", "multi", "--store", Store, .. options],
            TextWriter.Null,
            errors
        );
        return (code, code == ExitCode.Success ? "" : errors.ToString());
    }

    private async Task<Backbone> LoadAsync(string id)
    {
        var loader = new ArtifactLoader(new FileArtifactStore(Store), Path.Combine(root, "cache"));
        return Backbone.Load(await loader.OpenAsync($"backbones/{id}/fp32", null, CancellationToken.None), new());
    }

    private async Task WriteSpaceAsync()
    {
        var weights = TinyClip.Weights(
            TinyClip.Config() with
            {
                Text = TinyClip.Config().Text with { VocabularySize = vocabulary.Tokens.Length },
            }
        );
        Directory.CreateDirectory(Space);
        TowerGraphWriter.WriteText(Space, weights, half: false);
        TowerGraphWriter.WriteVision(Space, weights, half: false);
        foreach (var file in new[] { "vocab.json", "merges.txt" })
            File.Copy(Path.Combine(vocabulary.Folder, file), Path.Combine(Space, file));
        await ArtifactFolderWriter.WriteAsync(
            Space,
            "clip",
            BackbonePrecisions.Full,
            BackboneDescription.Create(weights, "clip", BackbonePrecisions.Full, [0, 0, 0], [1, 1, 1]),
            CancellationToken.None
        );
    }

    private Dictionary<string, TensorData> WriteCheckpoint()
    {
        foreach (var folder in new[] { "", "1_Pooling", "2_Dense" })
            Directory.CreateDirectory(Path.Combine(Checkpoint, folder));
        Write("modules.json", "[]");
        Write(
            "config.json",
            """{"model_type":"distilbert","activation":"gelu","dim":8,"n_layers":2,"n_heads":2,"hidden_dim":10,"""
                + """ "max_position_embeddings":12,"vocab_size":10,"sinusoidal_pos_embds":false}"""
        );
        Write("sentence_bert_config.json", """{"max_seq_length":10,"do_lower_case":false}""");
        Write("1_Pooling/config.json", """{"word_embedding_dimension":8,"pooling_mode_mean_tokens":true}""");
        Write(
            "2_Dense/config.json",
            """{"in_features":8,"out_features":6,"bias":false,"""
                + """ "activation_function":"torch.nn.modules.linear.Identity"}"""
        );
        Write("vocab.txt", string.Join('\n', Words) + "\n");
        var tensors = new Dictionary<string, TensorData>();
        Add("embeddings.word_embeddings.weight", Words.Length, Width);
        Add("embeddings.position_embeddings.weight", Positions, Width);
        AddPair("embeddings.LayerNorm", Width);
        for (var layer = 0; layer < 2; layer++)
        {
            var at = $"transformer.layer.{layer}.";
            foreach (var part in new[] { "q_lin", "k_lin", "v_lin", "out_lin" })
                AddPair(at + "attention." + part, Width, Width);
            AddPair(at + "sa_layer_norm", Width);
            AddPair(at + "ffn.lin1", 10, Width);
            AddPair(at + "ffn.lin2", Width, 10);
            AddPair(at + "output_layer_norm", Width);
        }
        SafetensorsFile.Write(Path.Combine(Checkpoint, "model.safetensors"), tensors);
        var dense = TinyClip.Random(99, Dimension, Width);
        SafetensorsFile.Write(
            Path.Combine(Checkpoint, "2_Dense", "model.safetensors"),
            new Dictionary<string, TensorData> { ["linear.weight"] = dense }
        );
        return new(tensors) { ["linear.weight"] = dense };

        void Add(string name, params long[] shape) => tensors[name] = TinyClip.Random(tensors.Count, shape);

        void AddPair(string name, params long[] shape)
        {
            Add(name + ".weight", shape);
            Add(name + ".bias", shape[0]);
        }

        void Write(string name, string text) =>
            File.WriteAllText(Path.Combine(Checkpoint, name), text, new UTF8Encoding(false));
    }

    // DistilBERT as its authors define it, by the checkpoint's own names, in double precision.
    private static double[] Encode(Dictionary<string, TensorData> tensors, int[] ids)
    {
        double[] Values(string name) => Array.ConvertAll(tensors[name].Values, value => (double)value);
        double[] Row(string name, int row) => Values(name)[(row * Width)..((row + 1) * Width)];
        double[] Sum(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x + y)];
        double[] Product(double[] matrix, double[] x) =>
            [.. matrix.Chunk(x.Length).Select(row => row.Zip(x, (a, b) => a * b).Sum())];
        double[] Linear(string name, double[] x) => Sum(Product(Values(name + ".weight"), x), Values(name + ".bias"));
        double[] Norm(string name, double[] x)
        {
            var (mean, weight, bias) = (x.Average(), Values(name + ".weight"), Values(name + ".bias"));
            var deviation = Math.Sqrt(x.Average(v => (v - mean) * (v - mean)) + 1e-12);
            return [.. x.Select((v, i) => (v - mean) / deviation * weight[i] + bias[i])];
        }

        List<double[]> x =
        [
            .. ids.Select(
                (id, place) =>
                    Norm(
                        "embeddings.LayerNorm",
                        Sum(
                            Row("embeddings.word_embeddings.weight", id),
                            Row("embeddings.position_embeddings.weight", place)
                        )
                    )
            ),
        ];
        for (var layer = 0; layer < 2; layer++)
        {
            var at = $"transformer.layer.{layer}.";
            List<double[]> All(string name) => [.. x.Select(token => Linear(at + "attention." + name, token))];
            var (queries, keys, values) = (All("q_lin"), All("k_lin"), All("v_lin"));
            x =
            [
                .. x.Select(
                    (token, place) =>
                    {
                        var mixed = new double[Width];
                        for (var head = 0; head < Width; head += 4)
                        {
                            var scores = keys.Select(key =>
                                    Math.Exp(
                                        Enumerable.Range(head, 4).Sum(i => queries[place][i] * key[i]) / Math.Sqrt(4)
                                    )
                                )
                                .ToList();
                            for (var i = head; i < head + 4; i++)
                                mixed[i] = scores.Zip(values, (score, value) => score * value[i]).Sum() / scores.Sum();
                        }
                        var attended = Norm(at + "sa_layer_norm", Sum(token, Linear(at + "attention.out_lin", mixed)));
                        double[] hidden = [.. Linear(at + "ffn.lin1", attended).Select(Gelu)];
                        return Norm(at + "output_layer_norm", Sum(attended, Linear(at + "ffn.lin2", hidden)));
                    }
                ),
            ];
        }
        double[] mean = [.. Enumerable.Range(0, Width).Select(i => x.Average(token => token[i]))];
        return Product(Values("linear.weight"), mean);
    }

    // By Simpson's rule.
    private static double Gelu(double x)
    {
        const int Steps = 400;
        double Density(double t) => Math.Exp(-t * t / 2) / Math.Sqrt(2 * Math.PI);
        var step = x / Steps;
        var area =
            Density(0) + Density(x) + Enumerable.Range(1, Steps - 1).Sum(i => (i % 2 == 1 ? 4 : 2) * Density(i * step));
        return x * (0.5 + area * step / 3);
    }
}
