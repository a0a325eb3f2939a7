using System.Globalization;
using System.Numerics.Tensors;

namespace DialClip.Encoders;

/// <summary>The probabilities of the kinds of the next turn, 0 to 1 each; they sum to 1.</summary>
/// <param name="Picture">A picture.</param>
/// <param name="Text">A text.</param>
/// <param name="Silence">No reply.</param>
public readonly record struct IntentProbabilities(float Picture, float Text, float Silence)
{
    /// <summary>The number of values of <see cref="Intent"/>.</summary>
    public const int Count = 3;

    /// <summary>Computes the softmax of a head's intent logits.</summary>
    /// <param name="logits">Three finite numbers in the order of <see cref="Intent"/>.</param>
    /// <exception cref="InvalidDataException">A logit is not finite.</exception>
    public static IntentProbabilities FromLogits(ReadOnlySpan<float> logits)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(logits.Length, Count, nameof(logits));
        Span<float> shares = stackalloc float[Count];
        // Without the largest one taken off, large logits overflow.
        TensorPrimitives.Subtract(logits, TensorPrimitives.Max(logits), shares);
        TensorPrimitives.SoftMax(shares, shares);
        return TensorPrimitives.IsFiniteAll<float>(shares)
            ? new(shares[(int)Intent.Picture], shares[(int)Intent.Text], shares[(int)Intent.Silence])
            : throw new InvalidDataException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The head made intent logits ({logits[0]}, {logits[1]}, {logits[2]}); expected finite numbers. "
                        + $"The model is damaged: publish it again."
                )
            );
    }
}
