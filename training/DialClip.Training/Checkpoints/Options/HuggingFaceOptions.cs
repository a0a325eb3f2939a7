using System.Globalization;

namespace DialClip.Training.Checkpoints.Options;

/// <summary>Reads config.json, the configuration of a CLIP in Hugging Face's layout.</summary>
/// <remarks>Defaults and meanings are those of transformers, configuration_clip.py and modeling_clip.py.</remarks>
internal static class HuggingFaceOptions
{
    // Names, initial values, training and the output of a Python object: no feature depends on them.
    private static readonly string[] Harmless =
    [
        "_attn_implementation",
        "_attn_implementation_autoset",
        "_commit_hash",
        "_name_or_path",
        "architectures",
        "attention_dropout",
        "attn_implementation",
        "begin_suppress_tokens",
        "bos_token_id",
        "chunk_size_feed_forward",
        "decoder_start_token_id",
        "diversity_penalty",
        "do_sample",
        "dropout",
        "dtype",
        "early_stopping",
        "encoder_no_repeat_ngram_size",
        "exponential_decay_length_penalty",
        "finetuning_task",
        "forced_bos_token_id",
        "forced_eos_token_id",
        "gradient_checkpointing",
        "id2label",
        "initializer_factor",
        "initializer_range",
        "label2id",
        "length_penalty",
        "logit_scale_init_value",
        "max_length",
        "min_length",
        "model_type",
        "no_repeat_ngram_size",
        "num_beam_groups",
        "num_beams",
        "num_return_sequences",
        "output_attentions",
        "output_hidden_states",
        "output_scores",
        "pad_token_id",
        "prefix",
        "problem_type",
        "remove_invalid_values",
        "repetition_penalty",
        "return_dict",
        "return_dict_in_generate",
        "sep_token_id",
        "suppress_tokens",
        "task_specific_params",
        "temperature",
        "tf_legacy_loss",
        "tie_encoder_decoder",
        "tie_word_embeddings",
        "tokenizer_class",
        "top_k",
        "top_p",
        "torch_dtype",
        "torchscript",
        "transformers_version",
        "typical_p",
        "use_bfloat16",
        "use_cache",
    ];

    private static readonly string[] Unset =
    [
        "add_cross_attention",
        "auto_map",
        "bad_words_ids",
        "cross_attention_hidden_size",
        "is_decoder",
        "is_encoder_decoder",
        "pruned_heads",
        "quantization_config",
    ];

    private static readonly Dictionary<string, Activation> Activations = new(StringComparer.Ordinal)
    {
        ["quick_gelu"] = Activation.QuickGelu,
        ["gelu"] = Activation.Gelu,
        ["gelu_python"] = Activation.Gelu,
        ["gelu_new"] = Activation.TanhGelu,
        ["gelu_fast"] = Activation.TanhGelu,
        ["gelu_pytorch_tanh"] = Activation.TanhGelu,
    };

    /// <summary>Reads the towers, and the end token that their text tower looks for.</summary>
    /// <returns>The configuration, and the id; null where any vocabulary's end token is meant.</returns>
    public static (ClipConfig Config, int? EndToken) Read(OptionReader root)
    {
        root.ReadChoice("model_type", 0, new Dictionary<string, int> { ["clip"] = 0 });
        var dimension = root.ReadInteger("projection_dim", 512);
        root.Ignore("eos_token_id");
        var (text, vision) = (ReadTower(root, "text_config", 8), ReadTower(root, "vision_config", 12));
        FinishSection(root);

        var textWidth = text.ReadInteger("hidden_size", 512);
        var textConfig = new TextTowerConfig(
            textWidth,
            text.ReadInteger("num_hidden_layers", 12),
            text.ReadInteger("num_attention_heads", 8),
            text.ReadInteger("vocab_size", 49_408),
            text.ReadInteger("max_position_embeddings", 77)
        )
        {
            Activation = ReadActivation(text),
            LayerNormEpsilon = ReadEpsilon(text),
            HiddenWidth = text.ReadInteger("intermediate_size", 4 * textWidth),
        };
        // transformers looks for the highest id where this is 2, which older configurations hold by mistake.
        int? end = text.Has("eos_token_id") ? text.ReadInteger("eos_token_id", 2, min: 0) : 2;
        text.Ignore("projection_dim");
        FinishSection(text);

        var visionWidth = vision.ReadInteger("hidden_size", 768);
        var visionConfig = new VisionTowerConfig(
            visionWidth,
            vision.ReadInteger("num_hidden_layers", 12),
            vision.ReadInteger("num_attention_heads", 12),
            vision.ReadSquare("image_size") ?? 224,
            vision.ReadSquare("patch_size") ?? 32
        )
        {
            Activation = ReadActivation(vision),
            LayerNormEpsilon = ReadEpsilon(vision),
            HiddenWidth = vision.ReadInteger("intermediate_size", 4 * visionWidth),
        };
        vision.RequireUnset("num_channels", "expected 3", "3");
        vision.Ignore("projection_dim", "eos_token_id");
        FinishSection(vision);
        return (new(dimension, textConfig, visionConfig), end == 2 ? null : end);
    }

    // An older *_config_dict goes before *_config, option by option. transformers takes the defaults of what it lacks:
    // for sizes the weights would tell, for the rest nothing would.
    private static OptionReader ReadTower(OptionReader root, string name, int heads)
    {
        var (current, older) = (root.ReadSection(name), name + "_dict");
        if (!root.Has(older))
            return current;
        var tower = root.ReadSection(older, current);
        Require("hidden_act", "\"quick_gelu\"");
        Require("layer_norm_eps", "1e-05", "1e-5", "0.00001");
        Require("num_attention_heads", heads.ToString(CultureInfo.InvariantCulture));
        return tower;

        void Require(string option, params string[] values) =>
            tower.RequireOwn(option, values, $"but '{older}', which goes before it, leaves it at {values[0]}");
    }

    private static void FinishSection(OptionReader section)
    {
        section.Ignore(Harmless);
        foreach (var name in Unset)
            section.RequireUnset(name, "which is not computed");
        section.RefuseUnknown();
    }

    private static Activation ReadActivation(OptionReader section) =>
        section.ReadChoice("hidden_act", Activation.QuickGelu, Activations);

    private static double ReadEpsilon(OptionReader section) =>
        section.ReadNumber(
            "layer_norm_eps",
            BlockConfig.DefaultEpsilon,
            value => value is > 0 and < 1,
            "a number above 0 and below 1"
        );
}
