using DialClip.Training.Modules;

namespace DialClip.Training.Checkpoints.Options;

/// <summary>Reads the model_cfg of open_clip_config.json.</summary>
/// <remarks>Defaults and meanings are those of open_clip, model.py and transformer.py.</remarks>
internal static class OpenClipOptions
{
    private const string NotComputed = "which is not computed";

    // Initial values, number formats, training and the form of a Python object: no feature depends on them.
    private static readonly string[] HarmlessModel =
    [
        "cast_dtype",
        "custom_text",
        "init_logit_scale",
        "nonscalar_logit_scale",
        "output_dict",
    ];

    // Options of a part that is refused by its own name, and those of training.
    private static readonly string[] HarmlessText =
    [
        "hf_model_pretrained",
        "hf_pooler_type",
        "hf_proj_type",
        "output_tokens",
        "pad_id",
        "text_mask",
    ];

    private static readonly string[] HarmlessVision =
    [
        "attn_pooler_heads",
        "attn_pooler_queries",
        "output_tokens",
        "patch_dropout",
        "timm_drop",
        "timm_drop_path",
        "timm_model_pretrained",
        "timm_pool",
        "timm_proj",
        "timm_proj_bias",
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
        var (text, end) = ReadText(model.ReadSection("text_cfg"), isQuick);
        var vision = ReadVision(model.ReadSection("vision_cfg"), isQuick);
        model.RefuseUnknown();
        root.Ignore("preprocess_cfg");
        root.RefuseUnknown();
        return (new(dimension, text, vision), end);
    }

    private static (TextTowerConfig Config, int? EndToken) ReadText(OptionReader text, bool isQuick)
    {
        var width = text.ReadInteger("width", 512);
        var config = new TextTowerConfig(
            width,
            text.ReadInteger("layers", 12),
            text.ReadInteger("heads", 8),
            text.ReadInteger("vocab_size", 49_408),
            text.ReadInteger("context_length", 77)
        )
        {
            Activation = ReadActivation(text, isQuick),
            LayerNormEpsilon = ReadEpsilon(text),
            HiddenWidth = ReadHiddenWidth(text, width),
            IsCausal = !text.ReadFlag("no_causal_mask", false),
        };
        var isEos = text.ReadChoice(
            "pool_type",
            false,
            new Dictionary<string, bool> { ["argmax"] = false, ["eos"] = true }
        );
        var end = text.ReadInteger("eos_id", 2, min: 0);
        text.RequireUnset("hf_model_name", "a text tower of another kind, which is not computed");
        text.RequireUnset("hf_model_config", "a text tower of another kind, which is not computed");
        text.RequireUnset("hf_tokenizer_name", "whose tokens may be others than the vocabulary's");
        text.RequireUnset(
            "tokenizer_kwargs",
            "whose tokens may be others than the vocabulary's",
            """{"clean":"lower"}"""
        );
        text.RequireUnset("tokenizer_mode", NotComputed);
        text.RequireUnset("embed_cls", NotComputed);
        text.RequireUnset("use_pad_mask", NotComputed);
        text.RequireUnset("correct_cls_mask", NotComputed);
        text.RequireUnset("ln_post_emb", NotComputed);
        text.RequireUnset("proj_bias", NotComputed);
        text.RequireUnset("proj_type", "computed is linear", "\"linear\"");
        FinishBlocks(text);
        // One position is picked, so the normalization before or after it is the same.
        text.ReadFlag("final_ln_after_pool", false);
        text.Ignore(HarmlessText);
        text.RefuseUnknown();
        return (config, isEos ? end : null);
    }

    private static VisionTowerConfig ReadVision(OptionReader vision, bool isQuick)
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
            Activation = ReadActivation(vision, isQuick),
            LayerNormEpsilon = ReadEpsilon(vision),
            HiddenWidth = ReadHiddenWidth(vision, width),
            Pooling = ReadPooling(vision, isOther),
        };
        vision.RequireUnset("attentional_pool", NotComputed);
        vision.RequireUnset("global_average_pool", "an older way of pooling, which is not computed");
        vision.RequireUnset("input_patchnorm", NotComputed);
        vision.RequireUnset("no_ln_pre", NotComputed);
        vision.RequireUnset("in_chans", "expected 3", "3");
        // Either way the weights hold the positions.
        vision.ReadChoice("pos_embed_type", 0, new Dictionary<string, int> { ["learnable"] = 0, ["sin_cos_2d"] = 0 });
        FinishBlocks(vision);
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

    private static void FinishBlocks(OptionReader tower)
    {
        tower.RequireUnset("block_type", NotComputed, "\"default\"");
        foreach (var name in UnsetBlocks)
            tower.RequireUnset(name, NotComputed);
    }

    private static Activation ReadActivation(OptionReader tower, bool isQuick)
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

    private static double ReadEpsilon(OptionReader tower)
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

    private static int ReadHiddenWidth(OptionReader tower, int width) =>
        (int)(width * tower.ReadNumber("mlp_ratio", 4, value => value is > 0 and < 1000, "a number above 0"));
}
