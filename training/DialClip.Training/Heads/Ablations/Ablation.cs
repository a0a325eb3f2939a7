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

/// <summary>Trains the method and what is left of it without each part, over several seeds, and judges all on the test split.</summary>
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

    /// <summary>The name of the row without any training.</summary>
    public const string Frozen = "frozen CLIP";

    /// <summary>Runs every variant with every seed; finished ones are not made again.</summary>
    /// <param name="variants">The rows; the full method must be among them.</param>
    /// <param name="seeds">How many seeds, from 0 on.</param>
    /// <param name="cancel">Ends the work.</param>
    /// <exception cref="InvalidDataException">No test dialog accepts a picture.</exception>
    public IReadOnlyList<AblationRow> Run(IReadOnlyList<AblationVariant> variants, int seeds, CancellationToken cancel)
    {
        if (data.Of(DialogSplit.Test).All(example => example.Pictures.Count == 0))
            throw new InvalidDataException(
                "No dialog of the test split accepts a picture; there is nothing to judge by."
            );
        var ranks = new Dictionary<string, List<IReadOnlyList<int>>>(StringComparer.Ordinal)
        {
            [Frozen] = [FrozenRanks()],
        };
        using (var runs = progress.Start("Ablation", ProgressUnit.WithoutRate("runs"), variants.Count * seeds))
            foreach (var variant in variants)
                ranks[variant.Name] =
                [
                    .. Enumerable.Range(0, seeds).Select(seed => Ranks(variant, seed, runs, cancel)),
                ];
        var full = PerDialog(ranks[AblationVariant.Full]);
        List<AblationRow> rows =
        [
            .. ranks.Select(pair => new AblationRow(
                pair.Key,
                pair.Value.Count,
                variants.FirstOrDefault(variant => variant.Name == pair.Key) is { } variant
                    ? ParameterBudget.Compute(data.Clip.Weights.Config, variant.Change(options).Head).Total
                    : 0,
                RankSummary.Of(pair.Value),
                pair.Key == AblationVariant.Full ? null : Bootstrap.PairedDifference(PerDialog(pair.Value), full)
            )),
        ];
        File.WriteAllText(Path.Combine(folder, FileName), JsonSerializer.Serialize(rows, HeadRun.Json));
        RunReport.Write(folder, rows);
        return rows;
    }

    private int[] Ranks(AblationVariant variant, int seed, ProgressStage runs, CancellationToken cancel)
    {
        var run = Path.Combine(folder, $"{variant.Name}-{seed}");
        var file = Path.Combine(run, "test-ranks.json");
        // Before a kept result is believed: was it made with the same options, from the same data?
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
            cancel
        );
        var found = RanksOf(ranked);
        AtomicFile.WriteAllText(file, JsonSerializer.Serialize(found));
        runs.Advance();
        return found;
    }

    // Without prompts and experts, what is left of a head is the frozen CLIP.
    private int[] FrozenRanks()
    {
        using var nothing = new DialClipModule(
            data.Clip.Weights.Config,
            new(1, 0, 0, 0, true),
            data.Clip.Weights["logit_scale"].Values[0]
        ).to(data.Clip.Device);
        return RanksOf(
            new HeadEvaluator(data.Clip, data.Catalog, data.Gallery).Rank(
                nothing,
                data.Of(DialogSplit.Test),
                CancellationToken.None
            )
        );
    }

    private static int[] RanksOf(IReadOnlyList<RankedExample> ranked) =>
        [
            .. ranked
                .Where(one => one.Example.Split == DialogSplit.Test && one.Example.Pictures.Count > 0)
                .Select(one => one.PictureRank!.Value),
        ];

    private static double[] PerDialog(IReadOnlyList<IReadOnlyList<int>> runs) =>
        Estimate.PerUnit([.. runs.Select(run => (IReadOnlyList<double>)[.. run.Select(rank => 1.0 / rank)])]);
}
