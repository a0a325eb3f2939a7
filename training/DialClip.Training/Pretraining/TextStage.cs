using DialClip.Training.Modules;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace DialClip.Training.Pretraining;

/// <summary>The modules trained in the text stage: the text tower and the temperature.</summary>
internal sealed class TextStage : Module
{
    private readonly Module text;
    private readonly Parameter logit_scale;

    public TextStage(ClipTowers clip)
        : base(nameof(TextStage))
    {
        text = (Module)clip.Text;
        logit_scale = clip.LogitScale;
        RegisterComponents();
    }
}
