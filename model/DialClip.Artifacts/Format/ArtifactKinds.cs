namespace DialClip.Artifacts.Format;

/// <summary>The kinds of artifact folder, as manifests spell them.</summary>
internal static class ArtifactKinds
{
    /// <summary>The two towers and their vocabulary.</summary>
    public const string Backbone = "backbone";

    /// <summary>A head: prompts, experts, intent and thresholds.</summary>
    public const string Model = "model";

    /// <summary>The pictures and texts to answer with.</summary>
    public const string Catalog = "catalog";

    /// <summary>A catalog's vectors for one head and one backbone export.</summary>
    public const string Index = "index";

    internal static readonly string[] All = [Backbone, Model, Catalog, Index];
}
