using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using DialClip.Model.Indexing;
using DialClip.Model.Text;
using DialClip.Training.Checkpoints;
using DialClip.Training.Corpus;
using DialClip.Training.Data;
using DialClip.Training.Evaluation;
using DialClip.Training.Modules;
using DialClip.Training.Runs;
using DialClip.Training.Tuning;
using static TorchSharp.torch;

namespace DialClip.Training.Commands;

/// <summary>The verb <c>train</c>: tunes a DialCLIP head over a frozen CLIP.</summary>
internal static class TrainCommand
{
    private const int MeasureEvery = 100;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static Command Create(TextWriter output, TextWriter progress)
    {
        var defaults = TuneOptions.Default;
        var into = new Option<DirectoryInfo>("--out") { Description = "The folder of the run; the head is written to its folder 'head'.", Required = true };
        var checkpoint = new Option<DirectoryInfo>("--checkpoint") { Description = "The CLIP to tune over, in open_clip's or Hugging Face's layout, with vocab.json and merges.txt.", Required = true };
        var dialogs = new Option<string>("--dialogs") { Description = "Dialogs as JSON lines: a file, or a folder of *.jsonl files. Their train split trains, their validation split measures.", Required = true };
        var messages = new Option<DirectoryInfo?>("--messages") { Description = "A folder of messages that stickers answer, *.jsonl." };
        var seed = new Option<int>("--seed") { Description = "The seed of everything random.", DefaultValueFactory = _ => defaults.Seed };
        var steps = new Option<int>("--steps") { Description = "Optimiser steps.", DefaultValueFactory = _ => defaults.Loop.Steps };
        var rate = new Option<double>("--rate") { Description = "The highest learning rate.", DefaultValueFactory = _ => defaults.Loop.PeakLearningRate };
        var share = new Option<double>("--message-share") { Description = "Share of a batch that comes from the messages, 0 to 0.9.", DefaultValueFactory = _ => defaults.MessageShare };
        var expertRank = new Option<int>("--expert-rank") { Description = "Rank of each expert's correction.", DefaultValueFactory = _ => defaults.Head.ExpertRank };
        var queryTurns = new Option<int>("--query-turns") { Description = "How many text turns make the query, the input included.", DefaultValueFactory = _ => defaults.QueryTurns };
        var without = new Option<Part[]>("--without") { Description = "Parts to leave out, for an ablation.", AllowMultipleArgumentsPerToken = true };
        var threads = new Option<int?>("--threads") { Description = "Threads that one operator may use; the result depends on it in the last bits." };
        var store = new StoreOptions();
        steps.Validators.Add(result => Require(result.GetValueOrDefault<int>() >= 1, result, $"--steps is {result.GetValueOrDefault<int>()}, expected 1 or more."));
        share.Validators.Add(result => Require(result.GetValueOrDefault<double>() is >= 0 and <= 0.9, result, $"--message-share is {result.GetValueOrDefault<double>()}, expected 0 to 0.9."));
        queryTurns.Validators.Add(result => Require(result.GetValueOrDefault<int>() >= 1, result, $"--query-turns is {result.GetValueOrDefault<int>()}, expected 1 or more."));
        var command = new Command(
            "train",
            "Tunes a DialCLIP head (context prompts, domain prompts, experts, intent) over a frozen CLIP. Interrupted runs go on with the same command.\n"
            + "Example: dialclip train --checkpoint artifacts/run/pretrain/clip --dialogs training/data/sticker-dialogs --out artifacts/run/head")
        {
            into, checkpoint, dialogs, messages, seed, steps, rate, share, expertRank, queryTurns, without, threads,
        };
        store.AddCatalogTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            if (parsed.GetValue(threads) is { } count)
                set_num_threads(count);
            var options = defaults with
            {
                Seed = parsed.GetValue(seed),
                QueryTurns = parsed.GetValue(queryTurns),
                MessageShare = parsed.GetValue(messages) is null ? 0 : parsed.GetValue(share),
                Head = Without(defaults.Head with { ExpertRank = parsed.GetValue(expertRank) }, parsed.GetValue(without) ?? []),
                Loop = defaults.Loop with { Steps = parsed.GetValue(steps), PeakLearningRate = parsed.GetValue(rate) },
            };
            var from = parsed.GetValue(checkpoint)!.FullName;
            var weights = ClipCheckpoint.Load(from);
            var folder = RunFolder.Open(parsed.GetValue(into)!.FullName, new { options, backbone = weights.Digest() });
            var told = new RunProgress(progress, TimeProvider.System);
            using var clip = new FrozenClip(weights, ClipTokenizer.Load(from, weights.Config.Text.ContextLength));
            var artifacts = store.Artifacts(parsed);
            var catalog = Catalog.Load(await artifacts.OpenAsync(await artifacts.ResolveAsync(store.Model(parsed).Catalog, cancel).ConfigureAwait(false), null, cancel).ConfigureAwait(false));
            using var candidates = await TuningCatalog.ReadAsync(catalog, clip, cancel).ConfigureAwait(false);
            var path = parsed.GetValue(dialogs)!;
            var contexts = new DialogContexts(catalog, Directory.Exists(path) ? path : Path.GetDirectoryName(Path.GetFullPath(path))!);
            // The test split is not even read into the run.
            var records = DialogFile.Read(path).Where(dialog => dialog.Split != DialogSplit.Test).ToList();
            var examples = await TuningSet.OfDialogsAsync(records, contexts, clip, candidates, options.QueryTurns, cancel).ConfigureAwait(false);
            var extra = parsed.GetValue(messages) is { } given ? TuningSet.OfMessages(StickerMessages.Read(given.FullName, candidates.PictureNumbers.Keys.ToHashSet(StringComparer.Ordinal)), clip, candidates) : [];
            told.Note($"{examples.Count(example => example.Split == DialogSplit.Train)} dialogs to train on, {examples.Count(example => example.Split == DialogSplit.Validation)} to validate, {extra.Count} messages.");

            var evaluator = new HeadEvaluator(clip, candidates);
            var validation = examples.Where(example => example.Split == DialogSplit.Validation).ToList();
            var trainer = new HeadTrainer(options, clip, candidates, examples, extra, folder, told, TimeProvider.System);
            using var head = trainer.Run((done, current) => MeasureNowAndThen(done, current, evaluator, validation, told), cancel);
            var ranked = evaluator.Rank(head, examples);
            var trained = new HeadWeights(weights.Config, options.Head, ModuleWeights.Read(head));
            var result = new HeadCheckpoint(trained, weights.Digest(), options.QueryTurns, Calibration.Choose([.. ranked.Where(one => one.Example.Split == DialogSplit.Validation)]));
            result.Save(folder.FileOf("head"));
            var metrics = new { options, parameters = trained.Parameters, train = HeadMetrics.Of(ranked, DialogSplit.Train), validation = HeadMetrics.Of(ranked, DialogSplit.Validation), thresholds = result.Thresholds };
            await File.WriteAllTextAsync(Path.Combine(folder.FileOf("head"), "metrics.json"), JsonSerializer.Serialize(metrics, Json), cancel).ConfigureAwait(false);
            await output.WriteLineAsync(JsonSerializer.Serialize(metrics, Json)).ConfigureAwait(false);
            return ExitCode.Success;
        });
        return command;
    }

    private enum Part
    {
        Context,
        Domain,
        Experts,
    }

    private static DialClipConfig Without(DialClipConfig head, Part[] parts) => head with
    {
        ContextPrompts = parts.Contains(Part.Context) ? 0 : head.ContextPrompts,
        DomainPrompts = parts.Contains(Part.Domain) ? 0 : head.DomainPrompts,
        ExpertRank = parts.Contains(Part.Experts) ? 0 : head.ExpertRank,
    };

    private static void MeasureNowAndThen(int done, DialClipModule head, HeadEvaluator evaluator, IReadOnlyList<TuningExample> validation, RunProgress told)
    {
        if (done % MeasureEvery != 0 || validation.All(example => example.Pictures.Count == 0))
            return;
        head.eval();
        var found = HeadEvaluator.Pictures(evaluator.Rank(head, validation));
        head.train();
        told.Note(string.Create(CultureInfo.InvariantCulture, $"head, validation: hit@1 {found.HitAt1:F3}  hit@5 {found.HitAt5:F3}  hit@10 {found.HitAt10:F3}  MRR {found.MeanReciprocalRank:F3}"));
    }

    private static void Require(bool holds, System.CommandLine.Parsing.OptionResult result, string otherwise)
    {
        if (!holds)
            result.AddError(otherwise);
    }
}
