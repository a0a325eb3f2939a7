namespace DialClip.Training.Heads;

/// <summary>The contrastive loss of retrieval, by the source of its negatives.</summary>
internal enum RetrievalLoss
{
    /// <summary>
    /// InfoNCE from each query to the batch's accepted candidates and others sampled from the catalog; several accepted
    /// ones share the target.
    /// </summary>
    SampledCandidates,

    /// <summary>Symmetric InfoNCE over the batch; pairs that share a response are not negatives.</summary>
    InBatch,
}
