using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DialClip.Training.Modules;

/// <summary>The text and vision towers of a CLIP model, and its temperature.</summary>
internal sealed class ClipTowers : Module
{
    private readonly TextTower text;
    private readonly VisionTower visual;
    private readonly Parameter logit_scale;

    public ClipTowers(ClipConfig config)
        : base(nameof(ClipTowers))
    {
        config.Validate();
        Config = config;
        text = new TextTower(config);
        visual = new VisionTower(config);
        // ln(1 / 0.07), CLIP's initial value.
        logit_scale = new Parameter(tensor((float)Math.Log(1 / 0.07)));
        RegisterComponents();
    }

    /// <summary>Gets the dimensions.</summary>
    public ClipConfig Config { get; }

    /// <summary>Gets the text tower; its parameters are named <c>text.*</c>.</summary>
    public TextTower Text => text;

    /// <summary>Gets the vision tower; its parameters are named <c>visual.*</c>.</summary>
    public VisionTower Visual => visual;

    /// <summary>Gets the natural logarithm of the factor on cosine similarities.</summary>
    public Parameter LogitScale => logit_scale;
}
