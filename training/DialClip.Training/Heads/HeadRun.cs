using System.Text.Json;
using System.Text.Json.Serialization;
using DialClip.Training.Checkpoints;
using DialClip.Training.Data.Dialogs;
using DialClip.Training.Heads.Calibration;
using DialClip.Training.Heads.Examples;
using DialClip.Training.Loop;
using DialClip.Training.Reporting;
using DialClip.Training.Terminal;

namespace DialClip.Training.Heads;

/// <summary>One run of head training, from its options to a folder with the head and its figures.</summary>
internal static class HeadRun
{
    /// <summary>The folder of the trained head within the run's.</summary>
    public const string HeadFolder = "head";

    /// <summary>How options and figures are written.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Opens a run's folder: a new one, or one that was made with the same options from the same data.</summary>
    /// <returns>The folder, and the digest of the CLIP's weights.</returns>
    /// <exception cref="InvalidDataException">It holds a run with other options or data.</exception>
    public static (RunFolder Folder, string Backbone) Open(TuneOptions options, TuningData data, string path)
    {
        var backbone = data.Clip.Weights.ComputeDigest();
        return (
            RunFolder.Open(
                path,
                new
                {
                    options,
                    backbone,
                    data = data.Digest,
                }
            ),
            backbone
        );
    }

    /// <summary>Trains, measures, calibrates and saves a head; a finished run is not made again.</summary>
    /// <param name="options">All that decides what it makes.</param>
    /// <param name="data">What it is trained on.</param>
    /// <param name="path">The run's folder.</param>
    /// <param name="progress">Shows how far it is.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancel">Saves a checkpoint and ends the work.</param>
    /// <returns>The head and what it made of every dialog.</returns>
    public static (HeadCheckpoint Head, IReadOnlyList<RankedExample> Ranked) Train(
        TuneOptions options,
        TuningData data,
        string path,
        IProgressSink progress,
        TimeProvider time,
        CancellationToken cancel
    )
    {
        var clip = data.Clip;
        var (folder, digest) = Open(options, data, path);
        RunEnvironment.Write(folder, time);
        var budget = ParameterBudget.Compute(clip.Weights.Config, options.Head);
        var parts = budget.Parts.Select(part => FormattableString.Invariant($"{part.Key} {part.Value:N0}"));
        progress.WriteLine(
            FormattableString.Invariant(
                $"{budget.Total:N0} parameters to train, {budget.Percent:F4} % of {budget.ClipTotal:N0}: "
            ) + $"{string.Join(", ", parts)}."
        );
        var evaluator = new HeadEvaluator(clip, data.Catalog, data.Gallery);
        var measuring = new HeadMeasuring(evaluator, data.Of(DialogSplit.Validation), progress);
        var trainer = new HeadTrainer(
            options,
            clip,
            data.Catalog,
            data.Dialogs,
            data.Messages,
            folder,
            progress,
            time,
            data.Gallery
        );
        using var head = trainer.Run(measuring.Of, cancel);
        IReadOnlyList<RankedExample> ranked;
        using (var ranking = progress.Start("Ranking", new("dialogs"), data.Dialogs.Count))
            ranked = evaluator.Rank(head, data.Dialogs, cancel, ranking);
        var validated = ranked.Where(one => one.Example.Split == DialogSplit.Validation).ToList();
        var calibration = HeadCalibration.Fit(validated.SelectMany(one => one.TopAnswers));
        foreach (var sentence in calibration.LeftOut)
            progress.WriteLine(sentence);
        var result = new HeadCheckpoint(
            new(clip.Weights.Config, options.Head, ModuleWeights.Read(head)),
            digest,
            options.QueryTurns,
            HeadCalibration.Choose(validated),
            calibration.Curves
        );
        result.Save(folder.FileOf(HeadFolder));
        var metrics = new
        {
            options,
            parameters = budget.Total,
            budget = new { budget.Parts, budget.Percent },
            train = HeadMetrics.Of(ranked, DialogSplit.Train),
            validation = HeadMetrics.Of(ranked, DialogSplit.Validation),
            thresholds = result.Thresholds,
            calibration = result.Calibration,
        };
        File.WriteAllText(
            Path.Combine(folder.FileOf(HeadFolder), "metrics.json"),
            JsonSerializer.Serialize(metrics, Json)
        );
        RunReport.Write(folder, budget, validated, data.Catalog);
        return (result, ranked);
    }
}
