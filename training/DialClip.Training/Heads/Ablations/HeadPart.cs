namespace DialClip.Training.Heads.Ablations;

/// <summary>A part of the head that an ablation removes.</summary>
internal enum HeadPart
{
    /// <summary>The context prompt generator (K = 0).</summary>
    Context,

    /// <summary>The domain prompts (M = 0).</summary>
    Domain,

    /// <summary>The projection experts (rank 0).</summary>
    Experts,
}
