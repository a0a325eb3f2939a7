namespace DialClip.Training.Checkpoints.Options;

/// <summary>Reads the text_cfg of open_clip_config.json.</summary>
internal static class OpenClipTextOptions
{
    // Options of a part that is refused by its own name, and those of training.
    private static readonly string[] HarmlessText =
    [
        "bos_id",
        "hf_model_pretrained",
        "hf_pooler_type",
        "hf_proj_type",
        "output_tokens",
        "pad_id",
        "text_mask",
        "tiktoken_name",
    ];

    // Read with a text_arch of modern alone.
    private static readonly string[] ModernText =
    [
        "attention_bias",
        "attention_mode",
        "attn_gated",
        "gate_bias",
        "mlp_bias",
        "mlp_type",
        "norm_eps",
        "norm_placement",
        "norm_type",
        "pos_embed",
        "pre_norm",
        "reg_tokens",
        "rope_temperature",
        "value_residual",
        "zero_init_residual",
    ];

    /// <summary>Reads the tower, and the end token that it looks for.</summary>
    /// <param name="text">The section.</param>
    /// <param name="isQuick">The model's quick_gelu.</param>
    public static (TextTowerConfig Config, int? EndToken) Read(OptionReader text, bool isQuick)
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
            Activation = OpenClipOptions.ReadActivation(text, isQuick),
            LayerNormEpsilon = OpenClipOptions.ReadEpsilon(text),
            HiddenWidth = OpenClipOptions.ReadHiddenWidth(text, width),
            IsCausal = !text.ReadFlag("no_causal_mask", false),
        };
        var isEos = text.ReadChoice(
            "pool_type",
            false,
            new Dictionary<string, bool> { ["argmax"] = false, ["eos"] = true }
        );
        // Without a default, as open_clip has it: a wrong one would pick wrong positions silently.
        var end = text.ReadInteger("eos_id", isEos ? null : 0, min: 0);
        text.RequireUnset("hf_model_name", "a text tower of another kind, which is not computed");
        text.RequireUnset("hf_model_config", "a text tower of another kind, which is not computed");
        text.RequireUnset("hf_tokenizer_name", "whose tokens may be others than the vocabulary's");
        text.RequireUnset(
            "tokenizer_kwargs",
            "whose tokens may be others than the vocabulary's",
            """{"clean":"lower"}"""
        );
        text.RequireUnset("tokenizer_mode", OpenClipOptions.NotComputed);
        text.RequireUnset("tokenizer_type", OpenClipOptions.NotComputed);
        text.RequireUnset("text_arch", "computed: clip", "\"clip\"");
        text.RequireUnset("variable_text", OpenClipOptions.NotComputed);
        text.RequireUnset("embed_cls", OpenClipOptions.NotComputed);
        text.RequireUnset("use_pad_mask", OpenClipOptions.NotComputed);
        text.RequireUnset("correct_cls_mask", OpenClipOptions.NotComputed);
        text.RequireUnset("ln_post_emb", OpenClipOptions.NotComputed);
        text.RequireUnset("proj_bias", OpenClipOptions.NotComputed);
        text.RequireUnset("proj_type", "computed: linear", "\"linear\"");
        OpenClipOptions.FinishBlocks(text);
        // One position is picked, so the normalization before or after it is the same.
        text.ReadFlag("final_ln_after_pool", false);
        text.Ignore(HarmlessText);
        text.Ignore(ModernText);
        text.RefuseUnknown();
        return (config, isEos ? end : null);
    }
}
