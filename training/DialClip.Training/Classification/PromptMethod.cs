namespace DialClip.Training.Classification;

/// <summary>A method of prompt tuning.</summary>
internal enum PromptMethod
{
    /// <summary>Cross entropy alone: CoOp (arXiv 2109.01134).</summary>
    CoOp,

    /// <summary>
    /// Cross entropy, and the distance of soft features to hand-crafted ones: KgCoOp (arXiv 2303.13283).
    /// </summary>
    KgCoOp,

    /// <summary>
    /// Cross entropy, mutual information with hand-crafted features and class-wise Mixup: generalizable prompt tuning
    /// (arXiv 2410.03189), as this project reads it.
    /// </summary>
    E2Mim,
}
