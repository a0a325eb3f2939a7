using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using DialClip.Training.Data.Dialogs;
using DialClip.Training.Heads;
using DialClip.Training.Heads.Examples;
using DialClip.Training.Losses;
using DialClip.Training.Modules;
using DialClip.Training.Terminal;
using static TorchSharp.torch;

namespace DialClip.Training.Commands;

/// <summary>The options by which verbs say what heads are trained on and how.</summary>
internal sealed class TuneCommandOptions
{
    private static readonly TuneOptions Defaults = TuneOptions.Default;

    private readonly Option<DirectoryInfo> checkpoint = new("--checkpoint")
    {
        Description = "The CLIP to tune over, in open_clip's or Hugging Face's layout, with its vocabulary.",
        Required = true,
    };
    private readonly Option<string> dialogs = new("--dialogs")
    {
        Description =
            "Dialogs as JSON lines: a file, or a folder of *.jsonl files. Their train split trains, their validation split measures.",
        Required = true,
    };
    private readonly Option<DirectoryInfo?> messages = new("--messages")
    {
        Description = "A folder of messages that stickers answer, *.jsonl.",
    };
    private readonly Option<Preset> preset = new("--preset")
    {
        Description =
            "Sizes of the head: 'small' of the committed heads, 'paper' within the paper's budget, 'base' free of it.",
        DefaultValueFactory = _ => Preset.Small,
    };
    private readonly Option<int?> expertRank = new("--expert-rank")
    {
        Description = "Rank of each expert's correction, instead of the preset's.",
    };
    private readonly Option<int> seed = new("--seed")
    {
        Description = "The seed of everything random.",
        DefaultValueFactory = _ => Defaults.Seed,
    };
    private readonly Option<int> steps = new("--steps")
    {
        Description = "Optimiser steps.",
        DefaultValueFactory = _ => Defaults.Loop.Steps,
    };
    private readonly Option<int> batch = new("--batch")
    {
        Description = "Examples of one forward pass.",
        DefaultValueFactory = _ => Defaults.Loop.BatchSize,
    };
    private readonly Option<int> accumulate = new("--accumulate")
    {
        Description = "Forward passes whose gradients make one optimiser step.",
        DefaultValueFactory = _ => Defaults.Loop.Accumulation,
    };
    private readonly Option<double> rate = new("--rate")
    {
        Description = "The highest learning rate.",
        DefaultValueFactory = _ => Defaults.Loop.PeakLearningRate,
    };
    private readonly Option<RetrievalLoss> loss = new("--loss")
    {
        Description =
            "Against what a step ranks: candidates sampled from the catalog, or the batch (symmetric InfoNCE, shared responses masked).",
        DefaultValueFactory = _ => Defaults.Loss,
    };
    private readonly Option<int> candidates = new("--candidates")
    {
        Description = "Pictures, and texts, that a step ranks.",
        DefaultValueFactory = _ => Defaults.Candidates,
    };
    private readonly Option<double> share = new("--message-share")
    {
        Description = "Share of a batch that comes from the messages, 0 to 0.9.",
        DefaultValueFactory = _ => Defaults.MessageShare,
    };
    private readonly Option<double> intent = new("--intent-weight")
    {
        Description = "Weight of the intent's cross entropy.",
        DefaultValueFactory = _ => Defaults.IntentWeight,
    };
    private readonly Option<int> queryTurns = new("--query-turns")
    {
        Description = "How many text turns make the query, the input included.",
        DefaultValueFactory = _ => Defaults.QueryTurns,
    };
    private readonly Option<bool> generalize = new("--generalize") { Description = "Add E2MIM's losses." };
    private readonly Option<int> patience = new("--patience")
    {
        Description =
            $"Stop when so many measurements (one every {HeadValidator.Interval} steps) brought nothing better, and keep the best; 0 trains to the last step.",
        DefaultValueFactory = _ => 0,
    };
    private readonly Option<int?> threads = new("--threads")
    {
        Description = "Threads that one operator may use; the result depends on it in the last bits.",
    };
    private readonly Option<string> device = new("--device")
    {
        Description = "cpu or cuda.",
        DefaultValueFactory = _ => "cpu",
    };
    private readonly Option<DirectoryInfo> features = new("--features")
    {
        Description = "Where features of earlier turns are kept, once for all runs.",
        DefaultValueFactory = _ => new DirectoryInfo("artifacts/features"),
    };
    private readonly StoreOptions store = new();

    /// <summary>Adds the options to a verb.</summary>
    /// <param name="command">The verb.</param>
    /// <param name="ablation">True to leave out what an ablation varies itself: the seed, the loss and E2MIM.</param>
    public void AddTo(Command command, bool ablation = false)
    {
        foreach (
            var option in new Option[]
            {
                checkpoint,
                dialogs,
                messages,
                preset,
                expertRank,
                steps,
                batch,
                accumulate,
                rate,
                candidates,
                share,
                intent,
                queryTurns,
                patience,
                threads,
                device,
                features,
            }
        )
            command.Options.Add(option);
        foreach (var option in ablation ? [] : new Option[] { seed, loss, generalize })
            command.Options.Add(option);
        command.Validators.Add(result =>
        {
            if (!ablation && result.GetValue(generalize) && result.GetValue(loss) == RetrievalLoss.InBatch)
                result.AddError(
                    "--generalize needs --loss SampledCandidates: its classes are the candidates that a step ranks."
                );
        });
        store.AddCatalogTo(command);
        foreach (var option in new[] { steps, batch, accumulate, candidates, queryTurns })
            option.AtLeastOne();
        share.Validators.Add(result =>
            Require(
                result.GetValueOrDefault<double>() is >= 0 and <= 0.9,
                result,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"--message-share is {result.GetValueOrDefault<double>()}, expected 0 to 0.9."
                )
            )
        );
        intent.Validators.Add(result =>
            Require(
                result.GetValueOrDefault<double>() >= 0,
                result,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"--intent-weight is {result.GetValueOrDefault<double>()}, expected 0 or more."
                )
            )
        );
        patience.Validators.Add(result =>
            Require(
                result.GetValueOrDefault<int>() >= 0,
                result,
                $"--patience is {result.GetValueOrDefault<int>()}, expected 0 or more."
            )
        );
        device.Validators.Add(result =>
            Require(
                result.GetValueOrDefault<string>() is "cpu" or "cuda",
                result,
                $"--device is '{result.GetValueOrDefault<string>()}', expected cpu or cuda."
            )
        );
    }

    /// <summary>Gets what the command line says of the training itself.</summary>
    public TuneOptions Options(ParseResult parsed)
    {
        var head = parsed.GetValue(preset) switch
        {
            Preset.Paper => DialClipConfig.Paper,
            Preset.Base => DialClipConfig.Base,
            _ => DialClipConfig.Small,
        };
        return Defaults with
        {
            Seed = parsed.GetValue(seed),
            Head = parsed.GetValue(expertRank) is { } rank ? head with { ExpertRank = rank } : head,
            QueryTurns = parsed.GetValue(queryTurns),
            Loss = parsed.GetValue(loss),
            MessageShare = parsed.GetValue(messages) is null ? 0 : parsed.GetValue(share),
            Candidates = parsed.GetValue(candidates),
            IntentWeight = parsed.GetValue(intent),
            Loop = Defaults.Loop with
            {
                Steps = parsed.GetValue(steps),
                BatchSize = parsed.GetValue(batch),
                PeakLearningRate = parsed.GetValue(rate),
                Accumulation = parsed.GetValue(accumulate),
            },
            Generalize = parsed.GetValue(generalize) ? GeneralizationWeights.Default : null,
            Patience = parsed.GetValue(patience),
        };
    }

    /// <summary>Loads the CLIP that the command line names; its features are kept on disk.</summary>
    /// <exception cref="InvalidDataException">It cannot be read, or CUDA was asked for and is not there.</exception>
    public FrozenClip LoadClip(ParseResult parsed)
    {
        if (parsed.GetValue(threads) is { } count)
            set_num_threads(count);
        var wanted = parsed.GetValue(device) == "cuda";
        if (wanted && !cuda.is_available())
            throw new InvalidDataException(
                "--device cuda was asked for, but there is no CUDA device that TorchSharp can use. Leave it out to train on the CPU."
            );
        return FrozenClip.Load(
            parsed.GetValue(checkpoint)!.FullName,
            wanted ? CUDA : CPU,
            parsed.GetValue(features)!.FullName
        );
    }

    /// <summary>Reads what the command line names.</summary>
    public async Task<TuningData> ReadAsync(
        ParseResult parsed,
        FrozenClip clip,
        IProgressSink progress,
        Func<DialogRecord, bool> wanted,
        CancellationToken cancel
    )
    {
        var catalog = await store.OpenCatalogAsync(parsed, cancel).ConfigureAwait(false);
        var data = await TuningData
            .ReadAsync(
                clip,
                catalog,
                parsed.GetValue(dialogs)!,
                parsed.GetValue(messages)?.FullName,
                parsed.GetValue(queryTurns),
                wanted,
                progress,
                cancel
            )
            .ConfigureAwait(false);
        progress.WriteLine(
            $"{data.GetDialogs(DialogSplit.Train).Count} dialogs to train on, "
                + $"{data.GetDialogs(DialogSplit.Validation).Count} to validate, {data.Messages.Count} messages."
        );
        return data;
    }

    private enum Preset
    {
        Small,
        Paper,
        Base,
    }

    private static void Require(bool holds, OptionResult result, string otherwise)
    {
        if (!holds)
            result.AddError(otherwise);
    }
}
