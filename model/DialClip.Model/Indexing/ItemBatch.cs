using DialClip.Encoders;

namespace DialClip.Model.Indexing;

/// <summary>Items of one modality, prepared for their tower.</summary>
/// <param name="Backbone">The towers.</param>
/// <param name="Modality">The modality of the items.</param>
/// <param name="Items">Their numbers in the list of items.</param>
/// <param name="InputIds">The token ids of each text; empty for pictures.</param>
/// <param name="Pixels">(B, 3, S, S); empty for texts.</param>
internal sealed record ItemBatch(
    Backbone Backbone,
    Modality Modality,
    IReadOnlyList<int> Items,
    IReadOnlyList<int[]> InputIds,
    float[] Pixels
)
{
    /// <summary>Encodes the items with a head's domain prompts.</summary>
    /// <returns>(B, D), not normalised.</returns>
    public float[] Encode(DialogHead head, CancellationToken cancellationToken)
    {
        var prompts = head.DomainPrompts.For(Modality).Repeat(Items.Count);
        return Modality == Modality.Text
            ? Backbone.EncodeText(InputIds, prompts, cancellationToken)
            : Backbone.EncodePixels(Pixels, Items.Count, prompts, cancellationToken);
    }
}
