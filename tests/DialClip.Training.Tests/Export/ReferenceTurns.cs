namespace DialClip.Training.Tests.Export;

/// <summary>A batch of earlier turns for the reference: features (B, N, D), kinds and mask (B, N).</summary>
internal sealed record ReferenceTurns(
    int Batch,
    int Turns,
    float[] Features,
    (int Modality, int Speaker, int Distance)[] Kinds,
    float[] Mask
);
