namespace DialClip.Training.Checkpoints.Options;

/// <summary>Reads the vision_cfg of open_clip_config.json.</summary>
internal static class OpenClipVisionOptions
{
    // Options of a part that is refused by its own name, and those of training.
    private static readonly string[] HarmlessVision =
    [
        "attn_pooler_heads",
        "attn_pooler_queries",
        "image_seq_len",
        "output_tokens",
        "patch_dropout",
        "timm_drop",
        "timm_drop_path",
        "timm_model_kwargs",
        "timm_model_pretrained",
        "timm_pool",
        "timm_proj",
        "timm_proj_bias",
    ];

    /// <summary>Reads the tower.</summary>
    /// <param name="vision">The section.</param>
    /// <param name="isQuick">The model's quick_gelu.</param>
    public static VisionTowerConfig Read(OptionReader vision, bool isQuick)
    {
        var isOther = vision.Has("timm_model_name");
        vision.RequireUnset("timm_model_name", "a vision tower of timm; computed are vision transformers alone");
        var layers = 12;
        if (vision.IsList("layers"))
            vision.Refuse("layers", "a ResNet; computed are vision transformers alone");
        else
            layers = vision.ReadInteger("layers", 12);
        var width = vision.ReadInteger("width", 768);
        var headWidth = vision.ReadInteger("head_width", 64);
        var config = new VisionTowerConfig(
            width,
            layers,
            Math.Max(1, width / headWidth),
            vision.ReadSquare("image_size") ?? 224,
            vision.ReadSquare("patch_size") ?? 16
        )
        {
            Activation = OpenClipOptions.ReadActivation(vision, isQuick),
            LayerNormEpsilon = OpenClipOptions.ReadEpsilon(vision),
            HiddenWidth = OpenClipOptions.ReadHiddenWidth(vision, width),
            Pooling = ReadPooling(vision, isOther),
        };
        vision.RequireUnset("attentional_pool", OpenClipOptions.NotComputed);
        vision.RequireUnset("global_average_pool", "an older way of pooling, which is not computed");
        vision.RequireUnset("input_patchnorm", OpenClipOptions.NotComputed);
        vision.RequireUnset("no_ln_pre", OpenClipOptions.NotComputed);
        vision.RequireUnset("in_chans", "expected 3", "3");
        // Either way the weights hold the positions.
        vision.ReadChoice("pos_embed_type", 0, new Dictionary<string, int> { ["learnable"] = 0, ["sin_cos_2d"] = 0 });
        OpenClipOptions.FinishBlocks(vision);
        vision.Ignore(HarmlessVision);
        vision.RefuseUnknown();
        return config;
    }

    private static PicturePooling ReadPooling(OptionReader vision, bool isOther)
    {
        var isAfterPool = vision.ReadFlag("final_ln_after_pool", false);
        // A tower of timm, which is refused already, reads none of these.
        if (isOther)
            return PicturePooling.ClassToken;
        var isMean = vision.ReadChoice(
            "pool_type",
            false,
            new Dictionary<string, bool> { ["tok"] = false, ["avg"] = true }
        );
        return !isMean ? PicturePooling.ClassToken
            : isAfterPool ? PicturePooling.PatchMeanThenNorm
            : PicturePooling.PatchMean;
    }
}
