namespace DialClip.Backbones.Towers;

/// <summary>The architecture of a vision tower.</summary>
public enum VisionTowerType
{
    /// <summary>CLIP's vision transformer over patches.</summary>
    Clip,

    /// <summary>A frozen ResNet whose grid goes through a transformer and, beside it, a small network.</summary>
    ResNetVit,
}
