namespace DialClip.Encoders;

/// <summary>The deep prompts of both towers.</summary>
/// <param name="Text">For the text tower.</param>
/// <param name="Vision">For the vision tower.</param>
public sealed record TowerPrompts(DeepPrompts Text, DeepPrompts Vision)
{
    /// <summary>Gets the prompts of the tower that encodes a modality.</summary>
    public DeepPrompts For(Modality modality) => modality == Modality.Text ? Text : Vision;
}
