using System.Text.Json;
using DialClip.Artifacts;
using DialClip.Artifacts.Format;
using DialClip.Artifacts.Stores;
using DialClip.Encoders;
using DialClip.Encoders.Imaging;
using DialClip.Model;
using DialClip.Model.Indexing;
using DialClip.Model.Loading;

namespace DialClip.Testing;

/// <summary>A store in a temporary folder with a backbone, a catalog and heads of <see cref="TinyGraphs"/>.</summary>
internal sealed class TinyBundle : IDisposable
{
    public const string BackbonePath = "backbones/tiny/fp32";
    public const string CatalogPath = "catalogs/things";
    public const string HeadPath = "models/head";

    /// <summary>The vision tower sees these: 1 x 1 pictures of one colour.</summary>
    public static readonly (string Id, byte[] Bmp)[] Pictures =
    [
        ("red", Bmp(250, 10, 20)),
        ("green", Bmp(20, 240, 30)),
        ("blue", Bmp(30, 40, 230)),
    ];

    public static readonly (string Id, string Text)[] Texts =
    [
        ("text:hello", "hello"),
        ("text:cat", "a cat"),
        ("text:llama", "a llama, well well"),
    ];

    private static readonly string WeightsDigest = new('a', 64);

    /// <summary>Further pictures of the catalog, each of one file.</summary>
    public List<(string Id, string File, byte[] Bytes)> MorePictures { get; } = [];

    public string Root { get; } = Directory.CreateTempSubdirectory("dialclip-bundle-").FullName;

    public ArtifactLoader Loader => new(new FileArtifactStore(Root), Path.Combine(Root, "cache"));

    public ModelOptions Options =>
        new()
        {
            Backbone = BackbonePath,
            Catalog = CatalogPath,
            Heads = [HeadPath],
        };

    public static RgbImage Picture(int width, int height, int seed)
    {
        var pixels = new byte[width * height * 3];
        new Random(seed).NextBytes(pixels);
        return new(width, height, pixels);
    }

    public string GetPath(string path) => Path.Combine(Root, path);

    public Backbone LoadBackbone() =>
        Backbone.Load(OpenOrWrite(BackbonePath, () => WriteBackboneAsync()), new EncoderOptions());

    public DialogHead LoadHead(Backbone backbone, string version = "1") =>
        DialogHead.Load(OpenOrWrite($"{HeadPath}/{version}", () => WriteHeadAsync(version)), backbone);

    public Catalog LoadCatalog(string path = CatalogPath) =>
        Catalog.Load(OpenOrWrite(path + "/1", () => WriteCatalogAsync(path: path)));

    public async Task<ArtifactFolder> WriteBackboneAsync(
        string path = BackbonePath,
        int seed = 1,
        string? weightsDigest = null
    )
    {
        Directory.CreateDirectory(GetPath(path));
        using var vocabulary = new TinyVocabulary();
        foreach (var file in Directory.GetFiles(vocabulary.Folder))
            File.Copy(file, Path.Combine(GetPath(path), Path.GetFileName(file)));
        TinyGraphs.SaveBackbone(GetPath(path), vocabulary.Tokens.Length, seed);
        var properties = new BackboneProperties
        {
            Id = "tiny",
            Precision = "fp32",
            WeightsDigest = weightsDigest ?? WeightsDigest,
            Dimension = TinyGraphs.Dimension,
            Activation = "none",
            LogitScale = 1,
            Text = new(TinyGraphs.Dimension, TinyGraphs.TextLayers, 1, 77, vocabulary.Tokens.Length),
            Vision = new(
                TinyGraphs.Dimension,
                TinyGraphs.VisionLayers,
                1,
                TinyGraphs.ImageSize,
                2,
                [0.5f, 0.5f, 0.5f],
                [0.25f, 0.25f, 0.25f]
            ),
            Parity = new(0, 1e-4),
        };
        return await ArtifactFolderWriter.WriteAsync(GetPath(path), "tiny", "fp32", properties, CancellationToken.None);
    }

    public Task<ArtifactFolder> WriteHeadAsync(
        string version,
        int seed = 1,
        string? weightsDigest = null,
        int queryTurns = 2,
        int domainPrompts = TinyGraphs.DomainPrompts,
        CalibrationProperties? calibration = null,
        FusionProperties? fusion = null
    )
    {
        var folder = GetPath($"{HeadPath}/{version}");
        Directory.CreateDirectory(folder);
        TinyGraphs.SaveHead(folder, seed);
        var properties = new HeadProperties
        {
            BackboneWeightsDigest = weightsDigest ?? WeightsDigest,
            ContextPrompts = TinyGraphs.ContextPrompts,
            DomainPrompts = domainPrompts,
            Rank = 1,
            ExpertRank = 1,
            QueryTurns = queryTurns,
            Temperature = 1,
            Thresholds = new(),
            Fusion = fusion,
            Calibration = calibration,
            Parity = new(0, 1e-4),
        };
        return ArtifactFolderWriter.WriteAsync(folder, "head", version, properties, CancellationToken.None);
    }

    public Task<ArtifactFolder> WriteCatalogAsync(
        string version = "1",
        string? extraLine = null,
        int? items = null,
        string path = CatalogPath
    )
    {
        var folder = GetPath($"{path}/{version}");
        Directory.CreateDirectory(Path.Combine(folder, "media"));
        foreach (var (id, bmp) in Pictures)
            File.WriteAllBytes(Path.Combine(folder, "media", id + ".bmp"), bmp);
        File.WriteAllText(Path.Combine(folder, "media", "red.svg"), "<svg/>");
        foreach (var (_, file, bytes) in MorePictures)
            File.WriteAllBytes(Path.Combine(folder, "media", file), bytes);
        var lines = Pictures
            .Select(picture =>
                JsonSerializer.Serialize(
                    new
                    {
                        id = picture.Id,
                        modality = "picture",
                        name = picture.Id,
                        keywords = new[] { "colour" },
                        media = picture.Id == "red"
                            ? new[] { "media/red.svg", "media/red.bmp" }
                            : [$"media/{picture.Id}.bmp"],
                    }
                )
            )
            .Concat(
                MorePictures.Select(picture =>
                    JsonSerializer.Serialize(
                        new
                        {
                            id = picture.Id,
                            modality = "picture",
                            name = picture.Id,
                            media = new[] { "media/" + picture.File },
                        }
                    )
                )
            )
            .Concat(
                Texts.Select(text =>
                    JsonSerializer.Serialize(
                        new
                        {
                            id = text.Id,
                            modality = "text",
                            text = text.Text,
                        }
                    )
                )
            );
        File.WriteAllLines(Path.Combine(folder, "items.jsonl"), extraLine is null ? lines : lines.Append(extraLine));
        var properties = new CatalogProperties
        {
            Items = items ?? Pictures.Length + MorePictures.Count + Texts.Length,
            License = "CC0",
        };
        return ArtifactFolderWriter.WriteAsync(
            folder,
            Path.GetFileName(path),
            version,
            properties,
            CancellationToken.None
        );
    }

    /// <summary>Writes the index of a catalog's first version and a head's version as they are.</summary>
    public async Task<ArtifactFolder> WriteIndexAsync(string headVersion = "1", string catalogPath = CatalogPath)
    {
        using var backbone = LoadBackbone();
        using var head = LoadHead(backbone, headVersion);
        var catalog = LoadCatalog(catalogPath);
        return await CandidateIndexBuilder.WriteAsync(
            GetPath(CandidateIndex.GetPath(catalog.Digest, head.Digest)),
            catalog,
            backbone,
            head,
            null,
            CancellationToken.None
        );
    }

    /// <summary>Writes all that a model source needs; a first head that is there already stays.</summary>
    public async Task WriteAllAsync()
    {
        await WriteBackboneAsync();
        if (!File.Exists(GetPath(HeadPath + "/1/manifest.json")))
            await WriteHeadAsync("1");
        await WriteCatalogAsync();
        await WriteIndexAsync();
    }

    /// <summary>Writes the manifest of a folder anew, as of one that was made with other files.</summary>
    public static Task<ArtifactFolder> ListAgainAsync<T>(ArtifactFolder folder)
        where T : class, IArtifactProperties
    {
        File.Delete(Path.Combine(folder.LocalPath, ArtifactManifest.FileName));
        return ArtifactFolderWriter.WriteAsync(
            folder.LocalPath,
            folder.Manifest.Name,
            folder.Manifest.Version,
            folder.Properties<T>(),
            CancellationToken.None
        );
    }

    /// <summary>Opens all of it, as a model source would.</summary>
    public async Task<LoadedModel> LoadModelAsync()
    {
        await WriteAllAsync();
        return (
            await new ModelLoader(
                Loader,
                Options,
                Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance
            ).LoadAsync(null, CancellationToken.None)
        )!;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private ArtifactFolder OpenOrWrite(string path, Func<Task<ArtifactFolder>> write) =>
        (
            File.Exists(Path.Combine(GetPath(path), "manifest.json"))
                ? Loader.OpenAsync(path, null, CancellationToken.None)
                : write()
        )
            .GetAwaiter()
            .GetResult();

    public static byte[] Bmp(byte red, byte green, byte blue) =>
        [
            (byte)'B',
            (byte)'M',
            58,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            54,
            0,
            0,
            0,
            40,
            0,
            0,
            0,
            1,
            0,
            0,
            0,
            1,
            0,
            0,
            0,
            1,
            0,
            24,
            0,
            0,
            0,
            0,
            0,
            4,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            blue,
            green,
            red,
            0,
        ];
}
