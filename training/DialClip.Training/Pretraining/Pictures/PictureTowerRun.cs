using DialClip.Backbones;
using DialClip.Backbones.Packages;
using DialClip.Encoders.Text;
using DialClip.Training.Checkpoints;
using DialClip.Training.Evaluation.Statistics;
using DialClip.Training.Heads.Examples;
using DialClip.Training.Loop;
using DialClip.Training.Modules;
using DialClip.Training.Terminal;
using static TorchSharp.torch;

namespace DialClip.Training.Pretraining.Pictures;

/// <summary>Trains the picture tower of the backbone <c>general</c>, measures it and writes its weights.</summary>
/// <param name="options">The options.</param>
/// <param name="sources">What is read.</param>
/// <param name="folder">The run's folder.</param>
/// <param name="progress">The sink for progress.</param>
/// <param name="time">The clock.</param>
internal sealed class PictureTowerRun(
    PicturePretrainOptions options,
    PictureTowerSources sources,
    RunFolder folder,
    IProgressSink progress,
    TimeProvider time
)
{
    private const string StemPrefix = "stem.";

    /// <summary>Trains the tower, resuming an interrupted run.</summary>
    /// <param name="cancellationToken">Saves a checkpoint and stops.</param>
    /// <returns>The file of the weights, and a line for each figure on the test parts.</returns>
    /// <exception cref="InvalidDataException">A source is missing or malformed.</exception>
    public (string Weights, IReadOnlyList<string> Figures) Run(CancellationToken cancellationToken)
    {
        using var scope = NewDisposeScope();
        var config = GeneralBackbone.Config;
        var packages = GeneralBackbone.ReadPackages(sources.Packages);
        manual_seed(options.Seed);
        // Its own stem stays unloaded: ONNX Runtime computes the grids.
        using var tower = new ResNetVitTower(config, options.TrunkDropout, options.BypassDropout);
        using var set = PictureTrainingSet.Read(
            sources.Assets,
            sources.PhotoSets,
            sources.PhotoData,
            options,
            progress
        );
        using var concepts = EncodeConcepts(config, packages, set);
        using var file = new GridFile(sources.Grids, tower.Layout.Length);
        using var stem = new StemSession(sources.Packages, sources.Threads);
        var cache = new GridCache(file, tower.Layout, stem.Compute, ResNet18Package.Name);
        var figures = new PictureTowerFigures(tower, concepts, GetGrids(set.Catalog, "Catalog"));
        var validation = GetParts(set, isTest: false);
        new PicturePretrainer(
            options,
            tower,
            concepts,
            set.Training,
            GetGrids(set.Training, "Training pictures"),
            folder,
            progress,
            time
        ).Run(() => Validate(figures, validation), cancellationToken);
        var weights = folder.GetPath(GeneralBackbone.TrainedFile);
        Write(tower, packages, weights);
        return (weights, Describe(figures, GetParts(set, isTest: true)));

        Tensor GetGrids(IReadOnlyList<PictureView> views, string name) =>
            cache.Get(views, name, progress, cancellationToken);

        Parts GetParts(PictureTrainingSet all, bool isTest)
        {
            // Every second sticker in the held-back style is for choosing settings, the others for measuring.
            List<PictureView> style = [.. all.HeldBackStyle.Where(view => view.Concept % 2 == 1 == isTest)];
            var photos = all.HeldBackPhotos[isTest ? PhotoPart.Test : PhotoPart.Validation];
            var unseen = isTest ? all.HeldBackPhotos[PhotoPart.Unseen] : [];
            return new(
                style,
                GetGrids(style, "Held-back style"),
                photos,
                GetGrids(photos, "Held-back photos"),
                unseen,
                GetGrids(unseen, "Photos of unseen classes")
            );
        }
    }

    private PictureConcepts EncodeConcepts(
        ClipConfig config,
        IReadOnlyDictionary<string, TensorData> packages,
        PictureTrainingSet set
    )
    {
        using var text = new BertTextTower(config);
        const string Prefix = "text.";
        ModuleWeights.Load(
            text,
            packages
                .Where(pair => pair.Key.StartsWith(Prefix, StringComparison.Ordinal))
                .ToDictionary(pair => pair.Key[Prefix.Length..], pair => pair.Value, StringComparer.Ordinal),
            MiniLmPackage.Name
        );
        text.eval();
        var tokenizer = WordPieceTokenizer.Read(
            MiniLmPackage.ReadVocabulary(sources.Packages),
            MiniLmPackage.FileName,
            isCased: false,
            config.Text.ContextLength
        );
        progress.WriteLine($"Encoding the captions of {set.Stickers.Count} stickers and {set.Classes.Count} classes.");
        return PictureConcepts.Encode(
            set.Stickers,
            set.Classes,
            photoClass => set.Descriptions.GetValueOrDefault(photoClass),
            captions => TextEncoding.Encode(text, [.. captions.Select(tokenizer.Encode)])
        );
    }

    private Dictionary<string, double> Validate(PictureTowerFigures figures, Parts parts)
    {
        var style = figures.MeasureStyle(parts.Style, parts.StyleGrids);
        progress.WriteLine($"validation, held-back style: {Format(style)}");
        var metrics = new Dictionary<string, double>
        {
            ["style hit@1"] = style[PictureTowerFigures.Both].HitAt1,
            ["style hit@5"] = style[PictureTowerFigures.Both].HitAt5,
        };
        if (parts.Photos.Count == 0)
            return metrics;
        var stickers = figures.MeasureStickers(parts.Photos, parts.PhotoGrids);
        var names = figures.MeasureNames(parts.Photos, parts.PhotoGrids, _ => true);
        progress.WriteLine($"validation, photos to stickers: {Format(stickers)}; names: {Format(names)}");
        metrics["photo to sticker hit@5"] = stickers[PictureTowerFigures.Both].HitAt5;
        metrics["photo to name hit@1"] = names.HitAt1;
        return metrics;
    }

    private static List<string> Describe(PictureTowerFigures figures, Parts parts)
    {
        List<string> lines =
        [
            $"held-back style to the same sticker: {Format(figures.MeasureStyle(parts.Style, parts.StyleGrids))}",
        ];
        if (parts.Photos.Count > 0)
        {
            lines.Add(
                "held-back photos of trained classes to a sticker: "
                    + Format(figures.MeasureStickers(parts.Photos, parts.PhotoGrids))
            );
            lines.Add(
                "held-back photos of trained classes to their name among all: "
                    + Format(figures.MeasureNames(parts.Photos, parts.PhotoGrids, _ => true))
            );
        }
        if (parts.Unseen.Count > 0)
        {
            lines.Add(
                "photos of unseen classes to a sticker: "
                    + Format(figures.MeasureStickers(parts.Unseen, parts.UnseenGrids))
            );
            foreach (var (among, isAll) in new[] { ("the unseen", false), ("all", true) })
                lines.Add(
                    $"photos of unseen classes to their name among {among}: "
                        + Format(
                            figures.MeasureNames(parts.Unseen, parts.UnseenGrids, concept => isAll || !concept.Trained)
                        )
                );
        }
        return lines;
    }

    private void Write(ResNetVitTower tower, IReadOnlyDictionary<string, TensorData> packages, string path)
    {
        var weights = ModuleWeights
            .Read(tower)
            .Where(pair => !pair.Key.StartsWith(StemPrefix, StringComparison.Ordinal))
            .ToDictionary(pair => "visual." + pair.Key, pair => pair.Value, StringComparer.Ordinal);
        weights["logit_scale"] = new([], [(float)Math.Log(options.ServedScale)]);
        SafetensorsFile.Write(path, weights, GeneralBackbone.Describe(packages, weights), half: true);
    }

    private static string Format(IReadOnlyDictionary<string, RankingMetrics> metrics) =>
        string.Join(", ", metrics.Select(pair => $"{pair.Key} {Format(pair.Value)}"));

    private static string Format(RankingMetrics metrics) =>
        FormattableString.Invariant($"{metrics.HitAt1:F3}/{metrics.HitAt5:F3}/{metrics.HitAt10:F3}");

    private sealed record Parts(
        IReadOnlyList<PictureView> Style,
        Tensor StyleGrids,
        IReadOnlyList<PictureView> Photos,
        Tensor PhotoGrids,
        IReadOnlyList<PictureView> Unseen,
        Tensor UnseenGrids
    );
}
