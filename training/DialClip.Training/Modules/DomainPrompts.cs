using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DialClip.Training.Modules;

/// <summary>Learned prompts at every layer of both towers (deep prompt tuning, arXiv 2401.01076).</summary>
internal sealed class DomainPrompts : Module
{
    private readonly Parameter text;
    private readonly Parameter vision;

    public DomainPrompts(ClipConfig clip, DialClipConfig config)
        : base(nameof(DomainPrompts))
    {
        text = new Parameter(randn(clip.Text.Layers, config.DomainPrompts, clip.Text.Width) * 0.02);
        vision = new Parameter(randn(clip.Vision.Layers, config.DomainPrompts, clip.Vision.Width) * 0.02);
        RegisterComponents();
    }

    /// <summary>Gets the text tower's prompts, (L_t, M, W_t).</summary>
    public Parameter Text => text;

    /// <summary>Gets the vision tower's prompts, (L_v, M, W_v).</summary>
    public Parameter Vision => vision;
}
