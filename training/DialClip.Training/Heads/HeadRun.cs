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

/// <summary>Runs the training of a head: train, validate, calibrate, save and report.</summary>
internal static class HeadRun
{
    /// <summary>The name of the trained head's folder in the run's.</summary>
    public const string HeadFolder = "head";

    /// <summary>The serializer options of a run's files.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Creates or opens a run's folder for the same options, backbone and data.</summary>
    /// <returns>The folder, and the digest of the backbone's weights.</returns>
    /// <exception cref="InvalidDataException">The folder contains a run with other options or data.</exception>
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

    /// <summary>Trains, calibrates and saves a head; a finished run is not trained again.</summary>
    /// <param name="options">The options.</param>
    /// <param name="data">The data.</param>
    /// <param name="path">The run's folder.</param>
    /// <param name="progress">The sink for progress.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Saves a checkpoint and stops.</param>
    /// <returns>The head, and the ranking of every dialog.</returns>
    public static (HeadCheckpoint Head, IReadOnlyList<RankedExample> Ranked) Train(
        TuneOptions options,
        TuningData data,
        string path,
        IProgressSink progress,
        TimeProvider time,
        CancellationToken cancellationToken
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
        var evaluator = new HeadEvaluator(clip, data.Catalog, data.Gallery, options.CaptionShare);
        var validator = new HeadValidator(evaluator, data.GetDialogs(DialogSplit.Validation), progress);
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
        using var head = trainer.Run(validator.Validate, cancellationToken);
        IReadOnlyList<RankedExample> ranked;
        using (var ranking = progress.Start("Ranking", new("dialogs"), data.Dialogs.Count))
            ranked = evaluator.Rank(head, data.Dialogs, cancellationToken, ranking);
        var validated = ranked.Where(example => example.Example.Split == DialogSplit.Validation).ToList();
        var calibration = HeadCalibration.FitCurves(validated.SelectMany(example => example.TopAnswers));
        foreach (var sentence in calibration.Warnings)
            progress.WriteLine(sentence);
        var result = new HeadCheckpoint(
            new(clip.Weights.Config, options.Head, ModuleWeights.Read(head)),
            digest,
            options.QueryTurns,
            HeadCalibration.ChooseThresholds(validated),
            calibration.Curves,
            options.CaptionShare == 0
                ? null
                : new() { CaptionTextToPicture = options.CaptionShare, CaptionPictureToPicture = options.CaptionShare }
        );
        result.Save(folder.GetPath(HeadFolder));
        var metrics = new
        {
            options,
            parameters = budget.Total,
            budget = new { budget.Parts, budget.Percent },
            train = HeadMetrics.Compute(ranked, DialogSplit.Train),
            validation = HeadMetrics.Compute(ranked, DialogSplit.Validation),
            thresholds = result.Thresholds,
            calibration = result.Calibration,
        };
        File.WriteAllText(
            Path.Combine(folder.GetPath(HeadFolder), "metrics.json"),
            JsonSerializer.Serialize(metrics, Json)
        );
        RunReport.Write(folder, budget, validated, data.Catalog);
        return (result, ranked);
    }
}
