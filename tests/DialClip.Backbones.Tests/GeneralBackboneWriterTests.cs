using DialClip.Artifacts;
using DialClip.Artifacts.Stores;
using DialClip.Backbones.Tests.Graphs;
using DialClip.Backbones.Weights;
using DialClip.Encoders;
using DialClip.Encoders.Text;

namespace DialClip.Backbones.Tests;

/// <summary>The whole backbone with a picture tower drawn by a seed, in the store and opened by the library.</summary>
public sealed class GeneralBackboneWriterTests : IClassFixture<GeneralBackboneWriterTests.Written>
{
    private readonly Written written;

    public GeneralBackboneWriterTests(Written written) => this.written = written;

    [Fact]
    public async Task WriteAsync_Backbone_OpensAndEncodesTextsAndPictures()
    {
        using var backbone = await written.OpenAsync();

        var texts = backbone.EncodeText(
            ["I just got a puppy!", "we adopted a young dog", "the invoice is overdue"],
            CancellationToken.None
        );
        var picture = backbone.EncodePixels(
            SeededWeights.CreateNoise(1, 1, 3, 224, 224).Values,
            1,
            backbone.NoPrompts(Modality.Picture, 1),
            CancellationToken.None
        );

        Assert.IsType<WordPieceTokenizer>(backbone.Tokenizer);
        Assert.Equal(384, backbone.Dimension);
        Assert.True(Cosine(texts, 0, 1) > 0.5, "sentences of one meaning are close");
        Assert.True(Cosine(texts, 0, 2) < 0.3, "sentences of different meanings are not");
        Assert.All(picture, value => Assert.True(float.IsFinite(value)));
    }

    // What is written on another machine: the same bytes.
    [Fact]
    public async Task WriteAsync_Again_LeavesTheFolderAsItIs()
    {
        var before = File.GetLastWriteTimeUtc(Path.Combine(written.Folder, "text.onnx"));

        var (_, isNew) = await written.WriteAsync();

        Assert.False(isNew);
        Assert.Equal(before, File.GetLastWriteTimeUtc(Path.Combine(written.Folder, "text.onnx")));
        Assert.Equal(
            [
                "LICENSES.txt",
                "manifest.json",
                "text.onnx",
                "text.onnx.data",
                "vision.onnx",
                "vision.onnx.data",
                "vocab.txt",
            ],
            Directory.GetFiles(written.Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal)
        );
        Assert.False(Directory.Exists(written.Folder + ".partial"));
    }

    [Fact]
    public void ExportedClip_WrittenBackbone_ReadsTheSameWeights()
    {
        var read = ExportedClip.Load(written.Folder);

        Assert.Equal(GeneralBackbone.Config, read.Config);
        Assert.Equal(
            SafetensorsFile.ReadMetadata(written.TrainedFile)[GeneralBackbone.DigestKey],
            read.ComputeDigest()
        );
    }

    [Fact]
    public async Task WriteAsync_WithoutTrainedWeights_SaysWhatIsMissing()
    {
        var error = await Assert.ThrowsAsync<InvalidDataException>(() =>
            GeneralBackboneWriter.WriteAsync(
                RepositoryPaths.PackagedWeights,
                "none.safetensors",
                written.Folder,
                CancellationToken.None
            )
        );

        Assert.StartsWith("'none.safetensors' is missing: the weights of the picture tower", error.Message);
    }

    [Fact]
    public void Read_TrainedOverOtherWeights_IsRefused()
    {
        var path = Path.Combine(Path.GetDirectoryName(written.TrainedFile)!, "other.safetensors");
        SafetensorsFile.Write(
            path,
            SafetensorsFile.Read(written.TrainedFile),
            new Dictionary<string, string> { [GeneralBackbone.DigestKey] = new('0', 64) }
        );

        var error = Assert.Throws<InvalidDataException>(() =>
            GeneralBackbone.Read(RepositoryPaths.PackagedWeights, path)
        );

        Assert.Contains("0000' (weights_digest)", error.Message, StringComparison.Ordinal);
    }

    private static double Cosine(float[] features, int first, int second) =>
        Enumerable.Range(0, 384).Sum(i => (double)features[first * 384 + i] * features[second * 384 + i]);

    public sealed class Written : IAsyncLifetime
    {
        private readonly string root = Directory.CreateTempSubdirectory("dialclip-general-").FullName;

        public string Folder { get; private set; } = "";

        public string TrainedFile => Path.Combine(root, GeneralBackbone.TrainedFile);

        public async Task InitializeAsync()
        {
            var packages = GeneralBackbone.ReadPackages(RepositoryPaths.PackagedWeights);
            var missing = ClipShapes.Compute(GeneralBackbone.Config).Where(pair => !packages.ContainsKey(pair.Key));
            // Rounded to 16 bits, so that files of both precisions hold the same values.
            var trained = SeededWeights
                .Create(missing.ToDictionary(), seed: 3)
                .ToDictionary(
                    pair => pair.Key,
                    pair => new TensorData(pair.Value.Shape, [.. pair.Value.Values.Select(value => (float)(Half)value)])
                );
            SafetensorsFile.Write(TrainedFile, trained, GeneralBackbone.Describe(packages, trained));
            (Folder, var isNew) = await WriteAsync();
            Assert.True(isNew);
        }

        public Task<(string Folder, bool IsNew)> WriteAsync() =>
            GeneralBackboneWriter.WriteAsync(
                RepositoryPaths.PackagedWeights,
                TrainedFile,
                root,
                CancellationToken.None
            );

        public async Task<Backbone> OpenAsync()
        {
            var store = new FileArtifactStore(root);
            var folder = await new ArtifactLoader(store, Path.Combine(root, "cache")).OpenAsync(
                "backbones/general/fp32",
                expectedDigest: null,
                CancellationToken.None
            );
            return Backbone.Load(folder, new EncoderOptions());
        }

        public Task DisposeAsync()
        {
            Directory.Delete(root, recursive: true);
            return Task.CompletedTask;
        }
    }
}
