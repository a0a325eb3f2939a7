namespace DialClip.Training.Heads;

/// <summary>The source of negatives of the contrastive loss.</summary>
internal enum TuneLoss
{
    /// <summary>
    /// InfoNCE from each query to the batch's accepted candidates and others sampled from the catalog; several accepted
    /// ones share the target.
    /// </summary>
    SampledCandidates,

    /// <summary>Symmetric InfoNCE over the batch; pairs that share a response are not negatives.</summary>
    InBatch,
}
