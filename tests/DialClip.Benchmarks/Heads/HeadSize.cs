namespace DialClip.Benchmarks.Heads;

/// <summary>The sizes of a frozen model under a head.</summary>
internal enum HeadSize
{
    /// <summary>OpenAI's ViT-B/32.</summary>
    VitB32,

    /// <summary>The committed model's.</summary>
    Small,
}
