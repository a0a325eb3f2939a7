namespace DialClip.Artifacts.Format;

/// <summary>The architectures of towers other than CLIP's own, as manifests spell them.</summary>
public static class TowerTypes
{
    /// <summary>A text tower: BERT with the mean over its tokens.</summary>
    public const string Bert = "bert";

    /// <summary>A vision tower: a frozen ResNet, a transformer over its grid, and a small network beside it.</summary>
    public const string ResNetVit = "resnet-vit";
}
