using DialClip.Artifacts.Format;

namespace DialClip.Artifacts.Tests;

/// <summary>Small folders and facts to test with.</summary>
internal static class Sample
{
    public static readonly string Digest = new('a', 64);

    public static CatalogProperties Catalog =>
        new()
        {
            Items = 2,
            License = "CC0-1.0",
            Source = "made up",
        };

    public static BackboneProperties Backbone =>
        new()
        {
            Id = "tiny",
            Precision = "fp32",
            WeightsDigest = Digest,
            Dimension = 8,
            Activation = "quick_gelu",
            LogitScale = 4.6052,
            Text = new(16, 2, 2, 77, 514),
            Vision = new(16, 2, 2, 32, 8, [0.5f, 0.5f, 0.5f], [0.25f, 0.25f, 0.25f]),
            Parity = new(1e-6, 1e-4),
        };

    public static HeadProperties Head =>
        new()
        {
            BackboneWeightsDigest = Digest,
            ContextPrompts = 2,
            DomainPrompts = 2,
            Rank = 8,
            ExpertRank = 1,
            QueryTurns = 3,
            Temperature = 50,
            Thresholds = new()
            {
                MinScorePicture = 0.2,
                MinScoreText = 0.3,
                SilenceProbability = 0.6,
                TextMargin = 0.1,
                MinConfidence = 0.2,
                MinMargin = 0.01,
            },
            Calibration = new() { TextToText = new(8.5, -3.25), TextToPicture = new(11, -6) },
            Parity = new(0, 1e-4),
        };

    /// <summary>Writes a catalog with two pictures under media/ and closes it.</summary>
    public static async Task<ArtifactFolder> WriteCatalogAsync(
        TemporaryFolder temporary,
        string folder,
        string version = "1",
        string items = "{}\n{}\n"
    ) =>
        await ArtifactFolderWriter.WriteAsync(
            temporary.Fill(
                folder,
                ("items.jsonl", items),
                ("media/a.png", "picture a"),
                ("media/b.png", "picture b"),
                ("readme.txt", "")
            ),
            "stickers",
            version,
            Catalog,
            default
        );
}
