namespace DialClip.Testing;

/// <summary>Settings of a bot over a <see cref="TinyBundle"/>.</summary>
internal static class BundleSettings
{
    /// <summary>Creates the settings, in mode Reply.</summary>
    /// <param name="bundle">The store.</param>
    /// <param name="answers">Whether every message is answered with a picture, or none is answered.</param>
    public static Dictionary<string, string?> Create(TinyBundle bundle, bool answers)
    {
        const string Flag = "feature_management:feature_flags:0:";
        return new()
        {
            ["DialClip:Store:Path"] = bundle.Root,
            ["DialClip:Model:Backbone"] = TinyBundle.BackbonePath,
            ["DialClip:Model:Catalog"] = TinyBundle.CatalogPath,
            ["DialClip:Model:Heads:0"] = TinyBundle.HeadPath,
            ["DialClip:Replies:Mode"] = "Reply",
            ["DialClip:Experiments:Log"] = bundle.GetPath("experiments.jsonl"),
            [Flag + "id"] = "DialClip.Retrieval",
            [Flag + "enabled"] = "true",
            [Flag + "variants:0:name"] = "only",
            [Flag + "variants:0:configuration_value:MinScorePicture"] = answers ? "-1" : "1",
            [Flag + "variants:0:configuration_value:MinScoreText"] = "1",
            [Flag + "allocation:default_when_enabled"] = "only",
        };
    }
}
