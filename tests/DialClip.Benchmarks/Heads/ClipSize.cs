namespace DialClip.Benchmarks.Heads;

/// <summary>The size of a frozen CLIP.</summary>
internal enum ClipSize
{
    /// <summary>The size of OpenAI's ViT-B/32.</summary>
    VitB32,

    /// <summary>The size of the committed model.</summary>
    Small,
}
