using System.Globalization;
using System.Numerics.Tensors;

namespace DialClip.Encoders;

/// <summary>How likely each kind of reply is to come next; the three sum to 1.</summary>
/// <param name="Picture">A picture.</param>
/// <param name="Text">A text.</param>
/// <param name="Silence">No reply.</param>
public readonly record struct IntentProbabilities(float Picture, float Text, float Silence)
{
    /// <summary>The number of kinds of reply, in the order picture, text, silence.</summary>
    public const int Count = 3;

    /// <summary>Gets the probabilities of three logits in the order picture, text, silence.</summary>
    /// <exception cref="InvalidDataException">A logit is not finite.</exception>
    public static IntentProbabilities FromLogits(ReadOnlySpan<float> logits)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(logits.Length, Count, nameof(logits));
        Span<float> shares = stackalloc float[Count];
        // Without the largest one taken off, large logits overflow.
        TensorPrimitives.Subtract(logits, TensorPrimitives.Max(logits), shares);
        TensorPrimitives.SoftMax(shares, shares);
        return TensorPrimitives.IsFiniteAll<float>(shares)
            ? new(shares[0], shares[1], shares[2])
            : throw new InvalidDataException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The head made intent logits ({logits[0]}, {logits[1]}, {logits[2]}); expected finite numbers. "
                        + $"The model is damaged: publish it again."
                )
            );
    }
}
