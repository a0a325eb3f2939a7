namespace DialClip.Training.Classification;

/// <summary>How soft prompts are tuned.</summary>
internal enum PromptMethod
{
    /// <summary>Cross entropy alone: CoOp (arXiv 2109.01134).</summary>
    CoOp,

    /// <summary>Cross entropy, and the soft features are held near the hand-crafted ones: KgCoOp (arXiv 2303.13283).</summary>
    KgCoOp,

    /// <summary>Cross entropy, mutual information with the hand-crafted features and class-wise Mixup: generalizable prompt tuning (arXiv 2410.03189), as this project reads it.</summary>
    E2Mim,
}
