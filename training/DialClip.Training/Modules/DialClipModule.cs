using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DialClip.Training.Modules;

/// <summary>All that DialCLIP trains; the frozen CLIP that it prompts is passed in and is not part of it.</summary>
/// <remarks>DialCLIP, arXiv 2401.01076. Context prompts enter the query side only, so that candidates can be encoded ahead.</remarks>
internal sealed class DialClipModule : Module
{
    private readonly ContextPromptGenerator context;
    private readonly DomainPrompts domain;
    private readonly ProjectionExperts query_experts;
    private readonly ProjectionExperts candidate_experts;
    private readonly IntentHead intent;
    private readonly Parameter logit_scale;

    /// <summary>Creates an untrained head for a CLIP of the given sizes.</summary>
    /// <param name="clip">The frozen model's sizes.</param>
    /// <param name="config">The head's own sizes.</param>
    /// <param name="logitScale">Where the learned temperature starts: CLIP's own log factor.</param>
    public DialClipModule(ClipConfig clip, DialClipConfig config, double logitScale)
        : base(nameof(DialClipModule))
    {
        config.Validate();
        Config = config;
        Clip = clip;
        context = new ContextPromptGenerator(clip, config);
        domain = new DomainPrompts(clip, config);
        query_experts = new ProjectionExperts(clip.Dimension, config.ExpertRank);
        candidate_experts = new ProjectionExperts(clip.Dimension, config.ExpertRank);
        intent = new IntentHead(clip.Dimension);
        logit_scale = new Parameter(tensor((float)logitScale));
        RegisterComponents();
    }

    /// <summary>Gets the head's sizes.</summary>
    public DialClipConfig Config { get; }

    /// <summary>Gets the sizes of the CLIP that it prompts.</summary>
    public ClipConfig Clip { get; }

    public ContextPromptGenerator Context => context;

    public DomainPrompts Domain => domain;

    public ProjectionExperts QueryExperts => query_experts;

    public ProjectionExperts CandidateExperts => candidate_experts;

    public IntentHead Intent => intent;

    public Parameter LogitScale => logit_scale;

    /// <summary>Makes the query side's deep prompts: context prompts first, then the domain's.</summary>
    /// <returns>(B, L_t, K + M, W_t) and (B, L_v, K + M, W_v).</returns>
    public (Tensor Text, Tensor Vision) QueryPrompts(TurnBatch turns)
    {
        using var scope = NewDisposeScope();
        var (text, vision) = context.call(turns);
        var batch = turns.Features.shape[0];
        return (
            Join(text, domain.Text, batch).MoveToOuterDisposeScope(),
            Join(vision, domain.Vision, batch).MoveToOuterDisposeScope()
        );
    }

    private static Tensor Join(Tensor contextPrompts, Tensor domainPrompts, long batch) =>
        cat([contextPrompts, domainPrompts.unsqueeze(0).expand(batch, -1, -1, -1)], 2);
}
