namespace DialClip.Backbones.Weights;

/// <summary>A residual block: two convolutions, and one beside them where size and channels change.</summary>
/// <param name="First">The first convolution, with the block's stride.</param>
/// <param name="Second">The second convolution.</param>
/// <param name="Shortcut">The convolution beside them; null where the input itself is added.</param>
public sealed record StemBlock(StemConvolution First, StemConvolution Second, StemConvolution? Shortcut);
