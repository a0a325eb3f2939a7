namespace DialClip.Training.Heads;

/// <summary>Against what a step ranks its examples' responses.</summary>
internal enum TuneLoss
{
    /// <summary>InfoNCE from each query to all accepted candidates of the batch and others drawn from the catalog; several accepted ones share the target.</summary>
    SampledCandidates,

    /// <summary>Symmetric InfoNCE over the batch: each query finds its own response and each response its query; pairs that share a response are no negatives.</summary>
    InBatch,
}
