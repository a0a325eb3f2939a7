using System.Text.Json;
using DialClip.Shared.IO;
using DialClip.Training.Checkpoints;
using DialClip.Training.Data.Dialogs;
using DialClip.Training.Evaluation.Statistics;
using DialClip.Training.Heads.Examples;
using DialClip.Training.Modules;
using DialClip.Training.Reporting;
using DialClip.Training.Terminal;
using TorchSharp;

namespace DialClip.Training.Heads.Ablations;

/// <summary>
/// Trains the method and its variants without single parts over several seeds, and compares them on the test split.
/// </summary>
internal sealed class Ablation(
    TuneOptions options,
    TuningData data,
    string folder,
    IProgressSink progress,
    TimeProvider time
)
{
    /// <summary>The name of the table's file in the folder of the runs.</summary>
    public const string FileName = "ablation.json";

    /// <summary>The name of the row of the frozen CLIP.</summary>
    public const string Frozen = "frozen CLIP";

    /// <summary>Runs every variant with every seed, skipping finished runs.</summary>
    /// <param name="variants">The variants, the full method included.</param>
    /// <param name="seeds">The number of seeds, from 0.</param>
    /// <param name="cancellationToken">Saves a checkpoint and stops.</param>
    /// <exception cref="InvalidDataException">No test dialog accepts a picture.</exception>
    public IReadOnlyList<AblationRow> Run(
        IReadOnlyList<AblationVariant> variants,
        int seeds,
        CancellationToken cancellationToken
    )
    {
        if (data.GetDialogs(DialogSplit.Test).All(example => example.Pictures.Count == 0))
            throw new InvalidDataException(
                "No dialog of the test split accepts a picture; expected at least one to compare variants."
            );
        var ranks = new Dictionary<string, List<IReadOnlyList<int>>>(StringComparer.Ordinal)
        {
            [Frozen] = [RankFrozen()],
        };
        using (var runs = progress.Start("Ablation", ProgressUnit.WithoutRate("runs"), variants.Count * seeds))
            foreach (var variant in variants)
                ranks[variant.Name] =
                [
                    .. Enumerable.Range(0, seeds).Select(seed => RunVariant(variant, seed, runs, cancellationToken)),
                ];
        var full = AverageReciprocalRanks(ranks[AblationVariant.Full]);
        List<AblationRow> rows =
        [
            .. ranks.Select(pair => new AblationRow(
                pair.Key,
                pair.Value.Count,
                variants.FirstOrDefault(variant => variant.Name == pair.Key) is { } variant
                    ? ParameterBudget.Compute(data.Clip.Weights.Config, variant.Change(options).Head).Total
                    : 0,
                RankSummary.Compute(pair.Value),
                pair.Key == AblationVariant.Full
                    ? null
                    : Bootstrap.ComputeDifferenceInterval(AverageReciprocalRanks(pair.Value), full)
            )),
        ];
        File.WriteAllText(Path.Combine(folder, FileName), JsonSerializer.Serialize(rows, HeadRun.Json));
        RunReport.Write(folder, rows);
        return rows;
    }

    private int[] RunVariant(AblationVariant variant, int seed, ProgressStage runs, CancellationToken cancellationToken)
    {
        var run = Path.Combine(folder, $"{variant.Name}-{seed}");
        var file = Path.Combine(run, "test-ranks.json");
        // Throws if a stored result is of other options or data.
        HeadRun.Open(variant.Change(options) with { Seed = seed }, data, run);
        if (File.Exists(file))
        {
            runs.Resume(runs.Done + 1);
            return JsonSerializer.Deserialize<int[]>(File.ReadAllBytes(file))!;
        }
        progress.WriteLine($"{variant.Name}, seed {seed}.");
        runs.Describe($"{variant.Name}, seed {seed}");
        var (_, ranked) = HeadRun.Train(
            variant.Change(options) with
            {
                Seed = seed,
            },
            data,
            run,
            progress,
            time,
            cancellationToken
        );
        var ranks = GetRanks(ranked);
        AtomicFile.WriteAllText(file, JsonSerializer.Serialize(ranks));
        runs.Advance();
        return ranks;
    }

    // A head without prompts and experts is the frozen CLIP.
    private int[] RankFrozen()
    {
        using var emptyHead = new DialClipModule(
            data.Clip.Weights.Config,
            new(1, 0, 0, 0, true),
            data.Clip.Weights["logit_scale"].Values[0]
        ).to(data.Clip.Device);
        return GetRanks(
            new HeadEvaluator(data.Clip, data.Catalog, data.Gallery, options.CaptionShare).Rank(
                emptyHead,
                data.GetDialogs(DialogSplit.Test),
                CancellationToken.None
            )
        );
    }

    private static int[] GetRanks(IReadOnlyList<RankedExample> ranked) =>
        [
            .. ranked
                .Where(example => example.Example.Split == DialogSplit.Test && example.Example.Pictures.Count > 0)
                .Select(example => example.PictureRank!.Value),
        ];

    private static double[] AverageReciprocalRanks(IReadOnlyList<IReadOnlyList<int>> runs) =>
        Estimate.AverageRuns([.. runs.Select(run => (IReadOnlyList<double>)[.. run.Select(rank => 1.0 / rank)])]);
}
