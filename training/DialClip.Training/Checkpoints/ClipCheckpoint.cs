using System.Text.Json;
using DialClip.Training.Terminal;

namespace DialClip.Training.Checkpoints;

/// <summary>Loads CLIP checkpoints in the layouts of Hugging Face, open_clip and a backbone of a store.</summary>
internal static class ClipCheckpoint
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Loads the checkpoint of a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="progress">Receives what was changed on the way; may be null.</param>
    /// <exception cref="InvalidDataException">
    /// The layout is unknown, the configuration is malformed or asks for what is not computed, or the weights do not
    /// fit it or are no numbers.
    /// </exception>
    public static ClipWeights Load(string folder, IProgressSink? progress = null)
    {
        if (ExportedClip.Exists(folder))
            return ExportedClip.Load(folder);
        var description = ClipDescription.Read(folder);
        var weightsName = description.Layout.Weights;
        var read = SafetensorsFile.ReadSharded(folder, weightsName);
        var tensors = WrapperNames.Remove(read, out var removed);
        if (removed.Length > 0)
            progress?.WriteLine($"Without '{removed}', which a wrapper put into the names of the weights.");
        var weights = new ClipWeights(description.Config, FlattenScale(description.Layout.Map(tensors)))
        {
            EndToken = description.EndToken,
        };
        RequireHiddenWidths(folder, description.Layout, weights);
        weights.Validate(folder);
        RequireFinite(folder, weightsName, read);
        return weights;
    }

    /// <summary>Saves a model in open_clip's layout, without vocabulary files.</summary>
    public static void Save(string folder, ClipWeights weights)
    {
        Directory.CreateDirectory(folder);
        var (config, text, vision) = (weights.Config, weights.Config.Text, weights.Config.Vision);
        var isQuick = text.Activation == Activation.QuickGelu;
        if (isQuick != (vision.Activation == Activation.QuickGelu))
            throw new InvalidDataException(
                $"The text tower has the activation {text.Activation}, the vision tower {vision.Activation}; "
                    + "open_clip's layout has quick_gelu for both or for none."
            );
        var description = new
        {
            model_cfg = new
            {
                embed_dim = config.Dimension,
                quick_gelu = isQuick,
                text_cfg = new
                {
                    context_length = text.ContextLength,
                    vocab_size = text.VocabularySize,
                    width = text.Width,
                    heads = text.Heads,
                    layers = text.Layers,
                    mlp_ratio = GetRatio(text.Blocks),
                    no_causal_mask = !text.IsCausal,
                    act_kwargs = GetActivation(text.Blocks),
                    norm_kwargs = GetNorm(text.Blocks),
                },
                vision_cfg = new
                {
                    image_size = vision.ImageSize,
                    layers = vision.Layers,
                    width = vision.Width,
                    head_width = vision.Width / vision.Heads,
                    patch_size = vision.PatchSize,
                    mlp_ratio = GetRatio(vision.Blocks),
                    pool_type = vision.Pooling == PicturePooling.ClassToken ? "tok" : "avg",
                    final_ln_after_pool = vision.Pooling == PicturePooling.PatchMeanThenNorm,
                    act_kwargs = GetActivation(vision.Blocks),
                    norm_kwargs = GetNorm(vision.Blocks),
                },
            },
        };
        var (configuration, name) = CheckpointLayout.OpenClip;
        File.WriteAllText(Path.Combine(folder, configuration), JsonSerializer.Serialize(description, Indented));
        SafetensorsFile.Write(Path.Combine(folder, name), OpenClipNames.Unmap(weights.Tensors));
    }

    // open_clip rounds the product of width and ratio down.
    private static double GetRatio(BlockConfig blocks) =>
        blocks.HiddenWidth % blocks.Width == 0
            ? blocks.HiddenWidth / blocks.Width
            : (blocks.HiddenWidth + 0.5) / blocks.Width;

    private static object? GetActivation(BlockConfig blocks) =>
        blocks.Activation == Activation.TanhGelu ? new { approximate = "tanh" } : null;

    private static object? GetNorm(BlockConfig blocks) =>
        blocks.LayerNormEpsilon == BlockConfig.DefaultEpsilon ? null : new { eps = blocks.LayerNormEpsilon };

    // Some trainers keep the scalar as a list of one.
    private static IReadOnlyDictionary<string, TensorData> FlattenScale(IReadOnlyDictionary<string, TensorData> tensors)
    {
        const string Scale = "logit_scale";
        return tensors.TryGetValue(Scale, out var scale) && scale.Shape is [1]
            ? new Dictionary<string, TensorData>(tensors, StringComparer.Ordinal) { [Scale] = new([], scale.Read) }
            : tensors;
    }

    // Before the shapes are compared one by one: the option says more than six weights a block.
    private static void RequireHiddenWidths(string folder, CheckpointLayout layout, ClipWeights weights)
    {
        var isOpenClip = layout == CheckpointLayout.OpenClip;
        Require(
            "text",
            isOpenClip ? "text_cfg.mlp_ratio" : "text_config.intermediate_size",
            weights.Config.Text.Blocks
        );
        Require(
            "visual",
            isOpenClip ? "vision_cfg.mlp_ratio" : "vision_config.intermediate_size",
            weights.Config.Vision.Blocks
        );

        void Require(string tower, string option, BlockConfig blocks)
        {
            var found = weights.Tensors.GetValueOrDefault($"{tower}.transformer.resblocks.0.mlp.c_fc.bias");
            if (found?.Shape is [var width] && width != blocks.HiddenWidth)
                throw new InvalidDataException(
                    $"'{folder}' has feed-forward networks of width {width}, but its configuration gives them "
                        + $"{blocks.HiddenWidth} ({option}). Use the configuration of the same model."
                );
        }
    }

    /// <summary>Throws where a weight is no number.</summary>
    /// <param name="folder">The checkpoint's folder.</param>
    /// <param name="name">The file of the weights, for messages.</param>
    /// <param name="tensors">The weights as they were read.</param>
    /// <exception cref="InvalidDataException">Names the first one.</exception>
    public static void RequireFinite(string folder, string name, IReadOnlyDictionary<string, TensorData> tensors)
    {
        foreach (var (tensor, data) in tensors.Where(pair => !CheckpointBuffers.IsBuffer(pair.Key)))
        {
            var index = 0L;
            data.ReadBlocks(block =>
            {
                foreach (var value in block)
                {
                    if (!float.IsFinite(value))
                        throw new InvalidDataException(
                            $"Tensor '{tensor}' of '{SafetensorsFile.FindFile(folder, name, tensor)}' holds "
                                + $"{(float.IsNaN(value) ? "NaN" : "infinity")} at element {index}; expected numbers. "
                                + "Its training diverged, or the file was damaged: take an earlier checkpoint."
                        );
                    index++;
                }
            });
        }
    }
}
