using DialClip.Training.Checkpoints;

namespace DialClip.Training.Tests.Checkpoints.Options;

/// <summary>Options that are not computed are named with their values; harmless ones are passed over.</summary>
public sealed class RefusedOptionTests : IDisposable
{
    private readonly OptionCheckpoint checkpoint = new();

    public void Dispose() => checkpoint.Dispose();

    [Theory]
    [InlineData("""{"text_cfg":{"pool_type":"last"}}""", "text_cfg.pool_type is \"last\"")]
    [InlineData("""{"text_cfg":{"hf_model_name":"roberta-base"}}""", "text_cfg.hf_model_name is \"roberta-base\"")]
    [InlineData("""{"text_cfg":{"hf_tokenizer_name":"bert"}}""", "text_cfg.hf_tokenizer_name is \"bert\"")]
    [InlineData("""{"text_cfg":{"tokenizer_kwargs":{"clean":"canonicalize"}}}""", "text_cfg.tokenizer_kwargs is {")]
    [InlineData("""{"text_cfg":{"tokenizer_type":"tiktoken"}}""", "text_cfg.tokenizer_type is \"tiktoken\"")]
    [InlineData("""{"text_cfg":{"text_arch":"modern"}}""", "text_cfg.text_arch is \"modern\"")]
    [InlineData("""{"text_cfg":{"variable_text":true}}""", "text_cfg.variable_text is true")]
    [InlineData("""{"text_cfg":{"embed_cls":true}}""", "text_cfg.embed_cls is true")]
    [InlineData("""{"text_cfg":{"proj_bias":true}}""", "text_cfg.proj_bias is true")]
    [InlineData("""{"text_cfg":{"proj_type":"none"}}""", "text_cfg.proj_type is \"none\"")]
    [InlineData("""{"text_cfg":{"ls_init_value":0.1}}""", "text_cfg.ls_init_value is 0.1")]
    [InlineData("""{"text_cfg":{"norm_kwargs":{"bias":false}}}""", "text_cfg.norm_kwargs.bias is false")]
    [InlineData("""{"text_cfg":{"act_kwargs":{"approximate":"tanh"}}}""", "text_cfg.act_kwargs is {")]
    [InlineData("""{"vision_cfg":{"pool_type":"map"}}""", "vision_cfg.pool_type is \"map\"")]
    [InlineData("""{"vision_cfg":{"global_average_pool":true}}""", "vision_cfg.global_average_pool is true")]
    [InlineData("""{"vision_cfg":{"attentional_pool":true}}""", "vision_cfg.attentional_pool is true")]
    [InlineData("""{"vision_cfg":{"input_patchnorm":true}}""", "vision_cfg.input_patchnorm is true")]
    [InlineData("""{"vision_cfg":{"no_ln_pre":true}}""", "vision_cfg.no_ln_pre is true")]
    [InlineData("""{"vision_cfg":{"pos_embed_type":"rope"}}""", "vision_cfg.pos_embed_type is \"rope\"")]
    [InlineData("""{"vision_cfg":{"layers":[3,4,6,3]}}""", "vision_cfg.layers is [3,4,6,3], a ResNet")]
    [InlineData("""{"vision_cfg":{"timm_model_name":"vit_x"}}""", "vision_cfg.timm_model_name is \"vit_x\"")]
    [InlineData("""{"vision_cfg":{"image_size":[8,12]}}""", "vision_cfg.image_size is [8,12]")]
    [InlineData("""{"vision_cfg":{"width":"12"}}""", "vision_cfg.width is \"12\", expected a whole number")]
    [InlineData("""{"init_logit_bias":-10}""", "model_cfg.init_logit_bias is -10")]
    [InlineData("""{"multimodal_cfg":{"width":8}}""", "model_cfg.multimodal_cfg is {\"width\":8}")]
    [InlineData("""{"new_trick":true}""", "model_cfg.new_trick is true, an unknown option")]
    [InlineData("""{"vision_cfg":{"new_trick":1}}""", "vision_cfg.new_trick is 1, an unknown option")]
    public void Load_OpenClipOption_IsNamedWithItsValue(string model, string expected)
    {
        checkpoint.WriteOpenClip($$"""{"model_cfg":{{model}}}""");

        Assert.Contains(expected, LoadError(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"size":12}""", "preprocess_cfg.size is 12, expected the image_size 8")]
    [InlineData("""{"mode":"L"}""", "preprocess_cfg.mode is \"L\"")]
    [InlineData("""{"interpolation":"lanczos"}""", "preprocess_cfg.interpolation is \"lanczos\"")]
    [InlineData("""{"resize_mode":"pad"}""", "preprocess_cfg.resize_mode is \"pad\"")]
    [InlineData("""{"mean":[123.7,116.3,103.5]}""", "preprocess_cfg.mean is [123.7,116.3,103.5], expected 0 to 1")]
    [InlineData("""{"std":[0.2,0,0.2]}""", "preprocess_cfg.std is [0.2,0,0.2]")]
    [InlineData("""{"fill_color":256}""", "preprocess_cfg.fill_color is 256")]
    [InlineData("""{"new_trick":1}""", "preprocess_cfg.new_trick is 1, an unknown option")]
    public void Load_OpenClipPreprocessing_IsNamedWithItsValue(string preprocessing, string expected)
    {
        checkpoint.WriteOpenClip($$"""{"preprocess_cfg":{{preprocessing}}}""");

        Assert.Contains(expected, LoadError(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"model_type":"siglip"}""", "model_type is \"siglip\"")]
    [InlineData("""{"text_config":{"hidden_act":"relu"}}""", "text_config.hidden_act is \"relu\"")]
    [InlineData("""{"vision_config":{"layer_norm_eps":-1}}""", "vision_config.layer_norm_eps is -1")]
    [InlineData("""{"vision_config":{"num_channels":4}}""", "vision_config.num_channels is 4, expected 3")]
    [InlineData("""{"text_config":{"pruned_heads":{"0":[1]}}}""", "text_config.pruned_heads is {")]
    [InlineData("""{"quantization_config":{"bits":4}}""", "quantization_config is {\"bits\":4}")]
    [InlineData("""{"auto_map":{"AutoModel":"x.Y"}}""", "auto_map is {")]
    [InlineData("""{"vision_config":{"use_head":true}}""", "vision_config.use_head is true, an unknown option")]
    [InlineData(
        """{"vision_config_dict":{"use_head":true}}""",
        "vision_config_dict.use_head is true, an unknown option"
    )]
    [InlineData("""{"vision_config_dict":{"hidden_act":"relu"}}""", "vision_config_dict.hidden_act is \"relu\"")]
    [InlineData(
        """{"text_config":{"hidden_act":"gelu"},"text_config_dict":{"num_attention_heads":2}}""",
        "text_config.hidden_act is \"gelu\", but 'text_config_dict', which goes before it, leaves it at \"quick_gelu\""
    )]
    [InlineData("""{"text_config_dict":{}}""", "text_config.num_attention_heads is 2, but 'text_config_dict'")]
    public void Load_HuggingFaceOption_IsNamedWithItsValue(string options, string expected)
    {
        checkpoint.WriteHuggingFace(options);

        Assert.Contains(expected, LoadError(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"do_resize":false}""", "do_resize is false")]
    [InlineData("""{"size":{"shortest_edge":8,"longest_edge":16}}""", "size.longest_edge is 16, an unknown option")]
    [InlineData("""{"size":{"height":8,"width":16}}""", "size is {\"height\":8,\"width\":16}")]
    [InlineData("""{"size":4}""", "size is 4, expected the crop of 8 pixels or more")]
    [InlineData("""{"crop_size":4}""", "crop_size is 4, expected the image_size 8")]
    [InlineData("""{"do_center_crop":false}""", "do_center_crop is false, which needs a size of height 8 and width 8")]
    [InlineData("""{"resample":1}""", "resample is 1")]
    [InlineData("""{"do_pad":true}""", "do_pad is true")]
    [InlineData("""{"rescale_factor":0}""", "rescale_factor is 0")]
    [InlineData("""{"image_mean":[0.5,0.5]}""", "image_mean is [0.5,0.5], expected three numbers")]
    [InlineData("""{"image_mean":[123,116,103]}""", "image_mean is [123,116,103], expected 0 to 1")]
    [InlineData("""{"image_processor_type":"ViTImageProcessor"}""", "image_processor_type is \"ViTImageProcessor\"")]
    [InlineData("""{"new_trick":1}""", "new_trick is 1, an unknown option")]
    public void Load_PreprocessorConfig_IsNamedWithItsValue(string options, string expected)
    {
        checkpoint.WriteHuggingFace();
        checkpoint.Write("preprocessor_config.json", options);

        var error = LoadError();

        Assert.Contains("'preprocessor_config.json': ", error, StringComparison.Ordinal);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_SeveralOptionsOfTwoFiles_AreAllNamedAtOnce()
    {
        checkpoint.WriteHuggingFace("""{"text_config":{"hidden_act":"relu"},"vision_config":{"hidden_act":"silu"}}""");
        checkpoint.Write("processor_config.json", """{"image_processor":{"resample":0}}""");

        var error = LoadError();

        Assert.Contains("text_config.hidden_act is \"relu\"", error, StringComparison.Ordinal);
        Assert.Contains("vision_config.hidden_act is \"silu\"", error, StringComparison.Ordinal);
        Assert.Contains("image_processor.resample is 0", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_VeryManyUnknownOptions_GiveAShortMessage()
    {
        var options = string.Join(
            ",",
            Enumerable.Range(0, 5_000).Select(index => $"\"x{index}\":\"{new string('y', 200)}\"")
        );
        checkpoint.WriteHuggingFace($$"""{{{options}}}""");

        Assert.InRange(LoadError().Length, 100, 4_000);
    }

    [Fact]
    public void Load_OptionsThatChangeNothing_ArePassedOver()
    {
        checkpoint.WriteOpenClip(
            """
            {"model_cfg":{"custom_text":true,"init_logit_scale":2.6,"output_dict":true,"multimodal_cfg":null,
             "text_cfg":{"dropped":null,"pad_id":1,"embed_cls":false,"output_tokens":true,"final_ln_after_pool":true,
             "hf_model_name":"","hf_pooler_type":"mean_pooler","proj_type":"linear","tokenizer_kwargs":{},
             "text_arch":"clip","tokenizer_type":"","norm_eps":0.000001,"attention_mode":"causal","reg_tokens":0},
             "vision_cfg":{"patch_dropout":0.5,"attentional_pool":false,"attn_pooler_heads":8,"timm_pool":"avg",
             "output_tokens":true,"pos_embed_type":"sin_cos_2d","patch_size":[4,4],"image_size":[8,8]}}}
            """
        );

        Assert.Equal(OptionCheckpoint.Config, ClipCheckpoint.Load(checkpoint.Folder).Config);
    }

    [Fact]
    public void Load_OptionsThatTransformersSaves_ArePassedOver()
    {
        checkpoint.WriteHuggingFace(
            """
            {"architectures":["CLIPModel"],"initializer_factor":1.0,"logit_scale_init_value":2.6592,
             "torch_dtype":"float16","transformers_version":"4.30.0","text_config_dict":null,"vision_config_dict":null,
             "text_config":{"attention_dropout":0.1,"add_cross_attention":false,"bos_token_id":0,"pad_token_id":1,
             "eos_token_id":2,"pruned_heads":{},"top_k":50,"model_type":"clip_text_model","projection_dim":512,
             "id2label":{"0":"LABEL_0"},"is_decoder":false,"bad_words_ids":null},
             "vision_config":{"dropout":0.0,"num_channels":3,"initializer_range":0.02,"model_type":"clip_vision_model"}}
            """
        );
        checkpoint.Write(
            "preprocessor_config.json",
            """
            {"crop_size":{"height":8,"width":8},"data_format":"channels_first","default_to_square":false,"device":null,
             "do_convert_rgb":true,"do_pad":null,"feature_extractor_type":"CLIPFeatureExtractor",
             "processor_class":"CLIPProcessor","resample":3,"rescale_factor":0.00392156862745098,
             "size":{"shortest_edge":8},"return_tensors":null}
            """
        );

        Assert.Equal(OptionCheckpoint.Config, ClipCheckpoint.Load(checkpoint.Folder).Config);
        var preprocessing = ClipPreprocessing.Read(checkpoint.Folder);
        Assert.Equal(ClipPreprocessing.OpenAi.Mean, preprocessing.Mean);
        Assert.Equal(ClipPreprocessing.OpenAi.Std, preprocessing.Std);
        Assert.Null(preprocessing.Resize!.ToProperties(8));
    }

    private string LoadError() =>
        Assert.Throws<InvalidDataException>(() => ClipCheckpoint.Load(checkpoint.Folder)).Message;
}
