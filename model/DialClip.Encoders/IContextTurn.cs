namespace DialClip.Encoders;

/// <summary>An earlier turn of a dialog with its feature, as a context batch takes it.</summary>
public interface IContextTurn
{
    /// <summary>Gets the modality of the turn.</summary>
    Modality Modality { get; }

    /// <summary>Gets the sender of the turn.</summary>
    Speaker Speaker { get; }

    /// <summary>Gets the number of values of the feature; 0 when the turn is not encoded yet.</summary>
    int FeatureLength { get; }

    /// <summary>Copies the feature, which has unit length.</summary>
    /// <param name="destination">The destination of <see cref="FeatureLength"/> values.</param>
    void CopyFeatureTo(Span<float> destination);
}
