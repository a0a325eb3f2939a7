using DialClip.Training.Losses;
using DialClip.Training.Modules;
using static TorchSharp.torch.nn;

namespace DialClip.Training.Heads;

/// <summary>The modules trained in a run: the head, and the E2MIM critics, which are discarded afterwards.</summary>
internal sealed class HeadWithCritics : Module
{
    private readonly DialClipModule head;
    private readonly MutualInformationCritic? mutual_information;
    private readonly MixupCritic? mixup;

    public HeadWithCritics(DialClipModule head, bool generalize)
        : base(nameof(HeadWithCritics))
    {
        this.head = head;
        if (generalize)
        {
            mutual_information = new MutualInformationCritic(head.Clip.Dimension);
            mixup = new MixupCritic(head.Clip.Dimension);
        }
        RegisterComponents();
    }

    public DialClipModule Head => head;

    /// <summary>Gets the critic of prompted against frozen features; null without E2MIM.</summary>
    public MutualInformationCritic? MutualInformation => mutual_information;

    /// <summary>Gets the critic of mixed features; null without E2MIM.</summary>
    public MixupCritic? Mixup => mixup;
}
