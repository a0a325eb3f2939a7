using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using DialClip.Training.Data.Dialogs;
using DialClip.Training.Heads;
using DialClip.Training.Heads.Examples;
using DialClip.Training.Losses;
using DialClip.Training.Modules;
using DialClip.Training.Terminal;

namespace DialClip.Training.Commands;

/// <summary>The options of the training of heads.</summary>
internal sealed class TuneCommandOptions
{
    private static readonly TuneOptions Defaults = TuneOptions.Default;

    private readonly Option<string[]> dialogs = new("--dialogs")
    {
        Description =
            "Dialogs: JSON lines files, or folders of *.jsonl files, such as dialogs that deserve an answer and "
            + "dialogs that deserve silence. The train split is trained on, the validation split evaluated on.",
        Required = true,
        AllowMultipleArgumentsPerToken = true,
    };
    private readonly Option<DirectoryInfo?> messages = new("--messages")
    {
        Description = "A folder of messages with the stickers that answer them, *.jsonl.",
    };
    private readonly Option<Preset> preset = new("--preset")
    {
        Description =
            "Sizes of the head: 'small' as the committed heads, 'paper' within the paper's budget, 'base' beyond it.",
        DefaultValueFactory = _ => Preset.Small,
    };
    private readonly Option<int?> expertRank = new("--expert-rank")
    {
        Description = "Rank of each expert instead of the preset's.",
    };
    private readonly Option<int?> prompts = new("--prompts")
    {
        Description = "Number of context prompts, and of domain prompts, instead of the preset's; 0 for neither.",
    };
    private readonly Option<double> dropout = new("--dropout")
    {
        Description =
            "Share of a query's tokens that a step drops, or of its feature's values without prompts, 0 to 0.9.",
        DefaultValueFactory = _ => Defaults.TokenDropout,
    };
    private readonly Option<double> decay = new("--decay")
    {
        Description = "Weight decay of matrices.",
        DefaultValueFactory = _ => Defaults.Loop.WeightDecay,
    };
    private readonly Option<int> seed = new("--seed")
    {
        Description = "Random seed.",
        DefaultValueFactory = _ => Defaults.Seed,
    };
    private readonly Option<int> steps = new("--steps")
    {
        Description = "Number of optimizer steps.",
        DefaultValueFactory = _ => Defaults.Loop.Steps,
    };
    private readonly Option<int> batch = new("--batch")
    {
        Description = "Batch size of a forward pass.",
        DefaultValueFactory = _ => Defaults.Loop.BatchSize,
    };
    private readonly Option<int> accumulate = new("--accumulate")
    {
        Description = "Number of forward passes whose gradients are accumulated for a step.",
        DefaultValueFactory = _ => Defaults.Loop.Accumulation,
    };
    private readonly Option<double> rate = new("--rate")
    {
        Description = "Peak learning rate.",
        DefaultValueFactory = _ => Defaults.Loop.PeakLearningRate,
    };
    private readonly Option<RetrievalLoss> loss = new("--loss")
    {
        Description =
            "Source of negatives: sampled from the catalog, or the rest of the batch (symmetric InfoNCE, shared "
            + "responses masked).",
        DefaultValueFactory = _ => Defaults.Loss,
    };
    private readonly Option<int> candidates = new("--candidates")
    {
        Description = "Number of candidates per modality and step.",
        DefaultValueFactory = _ => Defaults.Candidates,
    };
    private readonly Option<double> share = new("--message-share")
    {
        Description = "Share of messages in a batch, 0 to 0.9.",
        DefaultValueFactory = _ => Defaults.MessageShare,
    };
    private readonly Option<double> intent = new("--intent-weight")
    {
        Description = "Weight of the intent's cross-entropy loss.",
        DefaultValueFactory = _ => Defaults.IntentWeight,
    };
    private readonly Option<int> queryTurns = new("--query-turns")
    {
        Description = "Number of text turns in the query, the input included.",
        DefaultValueFactory = _ => Defaults.QueryTurns,
    };
    private readonly Option<double> captionShare = new("--caption-share")
    {
        Description = "Share of the caption in a picture's feature, 0 to 1; its pixels have the rest.",
        DefaultValueFactory = _ => Defaults.CaptionShare,
    };
    private readonly Option<bool> generalize = new("--generalize") { Description = "Add E2MIM's losses." };
    private readonly Option<int> patience = new("--patience")
    {
        Description =
            $"Early stopping: the number of evaluations (one every {HeadValidator.Interval} steps) without "
            + "improvement after which the best head is taken; 0 disables it.",
        DefaultValueFactory = _ => 0,
    };
    private readonly FrozenClipOptions frozen = new();
    private readonly StoreOptions store = new();

    /// <summary>Adds the options to a verb.</summary>
    /// <param name="command">The verb.</param>
    /// <param name="ablation">True to omit what an ablation varies itself: seed, loss and E2MIM.</param>
    public void AddTo(Command command, bool ablation = false)
    {
        frozen.AddTo(command);
        foreach (
            var option in new Option[]
            {
                dialogs,
                messages,
                preset,
                expertRank,
                prompts,
                dropout,
                decay,
                steps,
                batch,
                accumulate,
                rate,
                candidates,
                share,
                intent,
                queryTurns,
                captionShare,
                patience,
            }
        )
            command.Options.Add(option);
        foreach (var option in ablation ? [] : new Option[] { seed, loss, generalize })
            command.Options.Add(option);
        command.Validators.Add(result =>
        {
            if (!ablation && result.GetValue(generalize) && result.GetValue(loss) == RetrievalLoss.InBatch)
                result.AddError("--generalize needs --loss SampledCandidates: its classes are the sampled candidates.");
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
        dropout.Validators.Add(result =>
            Require(
                result.GetValueOrDefault<double>() is >= 0 and <= 0.9,
                result,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"--dropout is {result.GetValueOrDefault<double>()}, expected 0 to 0.9."
                )
            )
        );
        captionShare.Validators.Add(result =>
            Require(
                result.GetValueOrDefault<double>() is >= 0 and <= 1,
                result,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"--caption-share is {result.GetValueOrDefault<double>()}, expected 0 to 1."
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
    }

    /// <summary>Gets the options of the training.</summary>
    public TuneOptions GetTuneOptions(ParseResult parsed)
    {
        var head = parsed.GetValue(preset) switch
        {
            Preset.Paper => DialClipConfig.Paper,
            Preset.Base => DialClipConfig.Base,
            _ => DialClipConfig.Small,
        };
        if (parsed.GetValue(prompts) is { } count)
            head = head with { ContextPrompts = count, DomainPrompts = count };
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
                WeightDecay = parsed.GetValue(decay),
            },
            Generalize = parsed.GetValue(generalize) ? GeneralizationWeights.Default : null,
            Patience = parsed.GetValue(patience),
            CaptionShare = parsed.GetValue(captionShare),
            TokenDropout = parsed.GetValue(dropout),
        };
    }

    /// <summary>Loads the CLIP, as <see cref="FrozenClipOptions.Load"/> does.</summary>
    public FrozenClip LoadClip(ParseResult parsed) => frozen.Load(parsed);

    /// <summary>Reads the catalog, dialogs and messages.</summary>
    public async Task<TuningData> ReadAsync(
        ParseResult parsed,
        FrozenClip clip,
        IProgressSink progress,
        Func<DialogRecord, bool> filter,
        CancellationToken cancellationToken
    )
    {
        var catalog = await store.OpenCatalogAsync(parsed, cancellationToken).ConfigureAwait(false);
        var data = await TuningData
            .ReadAsync(
                clip,
                catalog,
                parsed.GetValue(dialogs)!,
                parsed.GetValue(messages)?.FullName,
                parsed.GetValue(queryTurns),
                filter,
                progress,
                cancellationToken
            )
            .ConfigureAwait(false);
        progress.WriteLine(
            $"{data.GetDialogs(DialogSplit.Train).Count} training dialogs, "
                + $"{data.GetDialogs(DialogSplit.Validation).Count} validation dialogs, {data.Messages.Count} messages."
        );
        return data;
    }

    private enum Preset
    {
        Small,
        Paper,
        Base,
    }

    private static void Require(bool condition, OptionResult result, string error)
    {
        if (!condition)
            result.AddError(error);
    }
}
