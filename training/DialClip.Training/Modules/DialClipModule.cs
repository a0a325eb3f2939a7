using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DialClip.Training.Modules;

/// <summary>The trainable parameters of DialCLIP; the frozen CLIP that it prompts is not part of it.</summary>
/// <remarks>
/// DialCLIP, arXiv 2401.01076. Context prompts enter only the query side, so that candidates can be encoded in advance.
/// </remarks>
internal sealed class DialClipModule : Module
{
    private readonly ContextPromptGenerator context;
    private readonly DomainPrompts domain;
    private readonly ProjectionExperts query_experts;
    private readonly ProjectionExperts candidate_experts;
    private readonly IntentHead intent;
    private readonly Parameter logit_scale;

    /// <summary>Creates an untrained head for a CLIP of the given sizes.</summary>
    /// <param name="clip">The dimensions of the frozen CLIP.</param>
    /// <param name="config">The dimensions of the head.</param>
    /// <param name="logitScale">The initial temperature: CLIP's own log factor.</param>
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

    /// <summary>Gets the dimensions of the head.</summary>
    public DialClipConfig Config { get; }

    /// <summary>Gets the dimensions of the frozen CLIP.</summary>
    public ClipConfig Clip { get; }

    public ContextPromptGenerator Context => context;

    public DomainPrompts Domain => domain;

    public ProjectionExperts QueryExperts => query_experts;

    public ProjectionExperts CandidateExperts => candidate_experts;

    public IntentHead Intent => intent;

    public Parameter LogitScale => logit_scale;

    /// <summary>Generates the query side's deep prompts: context prompts, then domain prompts.</summary>
    /// <returns>(B, L_t, K + M, W_t) and (B, L_v, K + M, W_v).</returns>
    public (Tensor Text, Tensor Vision) GenerateQueryPrompts(TurnBatch turns)
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
