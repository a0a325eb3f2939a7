namespace DialClip.Training.Checkpoints.Options;

/// <summary>Reads the model_cfg of open_clip_config.json.</summary>
/// <remarks>Defaults and meanings are those of open_clip, model.py and transformer.py.</remarks>
internal static class OpenClipOptions
{
    /// <summary>The problem of an option whose computation is missing.</summary>
    public const string NotComputed = "which is not computed";

    // Initial values, number formats, training and the form of a Python object: no feature depends on them.
    private static readonly string[] HarmlessModel =
    [
        "cast_dtype",
        "custom_text",
        "init_logit_scale",
        "nonscalar_logit_scale",
        "output_dict",
    ];

    private static readonly string[] UnsetBlocks =
    [
        "ls_init_value",
        "qk_norm",
        "scale_attn",
        "scale_attn_inner",
        "scale_fc",
        "scale_heads",
        "scaled_cosine_attn",
    ];

    private static readonly Dictionary<string, Activation> Approximations = new(StringComparer.Ordinal)
    {
        ["none"] = Activation.Gelu,
        ["tanh"] = Activation.TanhGelu,
    };

    /// <summary>Reads the towers, and the end token that their text tower looks for.</summary>
    /// <returns>The configuration, and the id; null where any vocabulary's end token is meant.</returns>
    public static (ClipConfig Config, int? EndToken) Read(OptionReader root)
    {
        if (!root.Has("model_cfg"))
            root.Refuse("model_cfg", "expected an object");
        var model = root.ReadSection("model_cfg");
        foreach (var section in new[] { "text_cfg", "vision_cfg" })
            if (!model.Has(section))
                model.Refuse(section, "expected an object");
        var isQuick = model.ReadFlag("quick_gelu", false);
        var dimension = model.ReadInteger("embed_dim", null);
        model.RequireUnset("init_logit_bias", "a model of a sigmoid loss, which is not computed");
        model.RequireUnset("multimodal_cfg", "a model that writes texts, which is not computed");
        model.Ignore(HarmlessModel);
        var (text, end) = OpenClipTextOptions.Read(model.ReadSection("text_cfg"), isQuick);
        var vision = OpenClipVisionOptions.Read(model.ReadSection("vision_cfg"), isQuick);
        model.RefuseUnknown();
        root.Ignore("preprocess_cfg");
        root.RefuseUnknown();
        return (new(dimension, text, vision), end);
    }

    /// <summary>Refuses options of the transformer blocks that are not computed.</summary>
    public static void FinishBlocks(OptionReader tower)
    {
        tower.RequireUnset("block_type", NotComputed, "\"default\"");
        foreach (var name in UnsetBlocks)
            tower.RequireUnset(name, NotComputed);
    }

    /// <summary>Reads the activation of a tower.</summary>
    public static Activation ReadActivation(OptionReader tower, bool isQuick)
    {
        if (isQuick)
        {
            tower.RequireUnset("act_kwargs", "which the activation of quick_gelu does not take");
            return Activation.QuickGelu;
        }
        var options = tower.ReadSection("act_kwargs");
        var activation = options.ReadChoice("approximate", Activation.Gelu, Approximations);
        options.RefuseUnknown();
        return activation;
    }

    /// <summary>Reads the epsilon of layer normalization.</summary>
    public static double ReadEpsilon(OptionReader tower)
    {
        var options = tower.ReadSection("norm_kwargs");
        var epsilon = options.ReadNumber(
            "eps",
            BlockConfig.DefaultEpsilon,
            value => value is > 0 and < 1,
            "a number above 0 and below 1"
        );
        options.RefuseUnknown();
        return epsilon;
    }

    /// <summary>Reads the width between the two layers of a feed-forward network.</summary>
    public static int ReadHiddenWidth(OptionReader tower, int width) =>
        (int)(width * tower.ReadNumber("mlp_ratio", 4, value => value is > 0 and < 1000, "a number above 0"));
}
