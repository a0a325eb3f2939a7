using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DialClip.Training.Modules;

/// <summary>The text and vision towers of a CLIP model, and its temperature.</summary>
internal sealed class ClipTowers : Module
{
    private readonly Module text;
    private readonly Module visual;
    private readonly Parameter logit_scale;

    public ClipTowers(ClipConfig config)
        : base(nameof(ClipTowers))
    {
        config.Validate();
        Config = config;
        text = (Module)CreateText(config);
        visual = (Module)CreateVision(config);
        // ln(1 / 0.07), CLIP's initial value.
        logit_scale = new Parameter(tensor((float)Math.Log(1 / 0.07)));
        RegisterComponents();
    }

    /// <summary>Creates an untrained text tower of the model's type.</summary>
    public static ITextTower CreateText(ClipConfig config) =>
        config.Text.Type == TextTowerType.Bert ? new BertTextTower(config) : new TextTower(config);

    /// <summary>Creates an untrained vision tower of the model's type.</summary>
    public static IVisionTower CreateVision(ClipConfig config) =>
        config.Vision.Type == VisionTowerType.ResNetVit ? new ResNetVitTower(config) : new VisionTower(config);

    /// <summary>Gets the dimensions.</summary>
    public ClipConfig Config { get; }

    /// <summary>Gets the text tower; its parameters are named <c>text.*</c>.</summary>
    public ITextTower Text => (ITextTower)text;

    /// <summary>Gets the vision tower; its parameters are named <c>visual.*</c>.</summary>
    public IVisionTower Visual => (IVisionTower)visual;

    /// <summary>Gets the natural logarithm of the factor on cosine similarities.</summary>
    public Parameter LogitScale => logit_scale;
}
