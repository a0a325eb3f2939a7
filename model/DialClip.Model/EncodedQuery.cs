using DialClip.Encoders;
using DialClip.Model.Dialog;

namespace DialClip.Model;

/// <summary>The input of a dialog as a head encodes it, to rank candidates for.</summary>
public sealed class EncodedQuery
{
    internal EncodedQuery(DialogContext context, ExpertOutput projections, double? bytesPerToken) =>
        (Context, Projections, BytesPerToken) = (context, projections, bytesPerToken);

    /// <summary>Gets the projections of the input by the head's experts, a batch of 1, with the intent.</summary>
    public ExpertOutput Projections { get; }

    /// <summary>Gets the modality of the input.</summary>
    public Modality Modality => Context.Input.Modality;

    internal DialogContext Context { get; }

    internal double? BytesPerToken { get; }
}
