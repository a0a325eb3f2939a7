using DialClip.Encoders;

namespace DialClip.Training.Heads.Examples;

/// <summary>An earlier turn of a dialog.</summary>
/// <param name="Feature">The frozen tower's feature, D values of unit length.</param>
/// <param name="Modality">Text or picture.</param>
/// <param name="Speaker">The speaker.</param>
internal sealed record TuningTurn(float[] Feature, Modality Modality, Speaker Speaker) : IContextTurn
{
    int IContextTurn.FeatureLength => Feature.Length;

    void IContextTurn.CopyFeatureTo(Span<float> destination) => Feature.CopyTo(destination);
}
