using DialClip.Training.Losses;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DialClip.Training.Classification;

/// <summary>
/// The modules trained in a run of prompt tuning: the soft prompts, and the E2MIM critics, which are discarded
/// afterwards.
/// </summary>
internal sealed class PromptTuning : Module
{
    // Registered as a field, so that its parameters are trained.
    private readonly SoftPrompts prompts;
    private readonly MutualInformationCritic? mutual_information;
    private readonly MixupCritic? mixup;
    private readonly ClassifyOptions options;

    public PromptTuning(ClassifyOptions options, SoftPrompts prompts, int dimension)
        : base(nameof(PromptTuning))
    {
        this.options = options;
        this.prompts = prompts;
        if (options.Method == PromptMethod.E2Mim)
        {
            mutual_information = new MutualInformationCritic(dimension);
            mixup = new MixupCritic(dimension);
        }
        RegisterComponents();
    }

    /// <summary>Computes the loss of a batch of photos.</summary>
    /// <param name="photos">(B, D), unit length.</param>
    /// <param name="labels">The class of each photo.</param>
    /// <param name="soft">(C, D), unit length: the features of the soft prompts.</param>
    /// <param name="crafted">(C, D), unit length: the features of the templates.</param>
    /// <param name="scale">The factor on cosines: 1 / tau.</param>
    /// <param name="random">The random source of mixing.</param>
    public Tensor ComputeLoss(Tensor photos, long[] labels, Tensor soft, Tensor crafted, double scale, Random random)
    {
        using var scope = NewDisposeScope();
        var rows = tensor(labels);
        var loss = functional.cross_entropy(photos.matmul(soft.t()) * scale, rows);
        if (options.Method == PromptMethod.KgCoOp)
            loss = loss + (1 - (soft * crafted).sum(1).mean()) * options.Weights.Knowledge;
        if (mutual_information is not null)
            loss = loss + mutual_information.ComputeLoss(soft, crafted) * options.Weights.MutualInformation;
        if (mixup is not null && MixupPairs.Draw(labels, options.Weights.MixupShape, random) is { } pairs)
            loss =
                loss
                + mixup.ComputeLoss(photos, soft.index_select(0, rows), pairs.First, pairs.Second, pairs.Share)
                    * options.Weights.Mixup;
        return loss.MoveToOuterDisposeScope();
    }
}
