using DialClip.Artifacts.Format;

namespace DialClip.Backbones.Towers;

/// <summary>The names of architectures and projections in a backbone's manifest; null for CLIP's own.</summary>
public static class TowerNames
{
    private static readonly Dictionary<TextProjection, string> Projections = new()
    {
        [TextProjection.Linear] = "linear",
        [TextProjection.LinearWithBias] = "linear-bias",
        [TextProjection.Mlp] = "mlp",
    };

    /// <summary>Gets the name of a text tower's architecture.</summary>
    public static string? ToName(TextTowerType type) => type == TextTowerType.Bert ? TowerTypes.Bert : null;

    /// <summary>Gets the name of a vision tower's architecture.</summary>
    public static string? ToName(VisionTowerType type) =>
        type == VisionTowerType.ResNetVit ? TowerTypes.ResNetVit : null;

    /// <summary>Gets the name of a projection.</summary>
    public static string? ToName(TextProjection projection) => Projections.GetValueOrDefault(projection);

    /// <summary>Gets the architecture of a text tower.</summary>
    /// <exception cref="InvalidDataException">There is none of that name.</exception>
    public static TextTowerType ParseText(string? name) =>
        name switch
        {
            null => TextTowerType.Clip,
            TowerTypes.Bert => TextTowerType.Bert,
            _ => throw new InvalidDataException(
                $"The text tower is of type '{name}'; expected none or '{TowerTypes.Bert}'."
            ),
        };

    /// <summary>Gets the architecture of a vision tower.</summary>
    /// <exception cref="InvalidDataException">There is none of that name.</exception>
    public static VisionTowerType ParseVision(string? name) =>
        name switch
        {
            null => VisionTowerType.Clip,
            TowerTypes.ResNetVit => VisionTowerType.ResNetVit,
            _ => throw new InvalidDataException(
                $"The vision tower is of type '{name}'; expected none or '{TowerTypes.ResNetVit}'."
            ),
        };

    /// <summary>Gets the projection of a name.</summary>
    /// <exception cref="InvalidDataException">There is none of that name.</exception>
    public static TextProjection ParseProjection(string? name) =>
        name is null ? TextProjection.None
        : Projections.Any(pair => pair.Value == name) ? Projections.First(pair => pair.Value == name).Key
        : throw new InvalidDataException(
            $"The text tower has the projection '{name}'; expected none, {string.Join(", ", Projections.Values)}."
        );
}
