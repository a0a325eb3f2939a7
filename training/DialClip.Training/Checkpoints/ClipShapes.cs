using DialClip.Training.Modules;

namespace DialClip.Training.Checkpoints;

/// <summary>The names and shapes of a CLIP model's weights.</summary>
internal static class ClipShapes
{
    /// <summary>Computes the shape of every weight of a model, by name.</summary>
    public static IReadOnlyDictionary<string, long[]> Compute(ClipConfig config)
    {
        var shapes = new Dictionary<string, long[]>(StringComparer.Ordinal);
        var (text, vision) = (config.Text, config.Vision);
        shapes["logit_scale"] = [];
        shapes["text.token_embedding.weight"] = [text.VocabularySize, text.Width];
        shapes["text.positional_embedding"] = [text.ContextLength, text.Width];
        shapes["text.text_projection"] = [text.Width, config.Dimension];
        shapes["visual.conv1.weight"] = [vision.Width, 3, vision.PatchSize, vision.PatchSize];
        shapes["visual.class_embedding"] = [vision.Width];
        shapes["visual.positional_embedding"] = [vision.Patches + 1, vision.Width];
        shapes["visual.proj"] = [vision.Width, config.Dimension];
        AddNorm(shapes, "text.ln_final", text.Width);
        AddNorm(shapes, "visual.ln_pre", vision.Width);
        AddNorm(shapes, "visual.ln_post", vision.Width);
        AddBlocks(shapes, "text", text.Blocks);
        AddBlocks(shapes, "visual", vision.Blocks);
        return shapes;
    }

    private static void AddBlocks(Dictionary<string, long[]> shapes, string tower, BlockConfig config)
    {
        var (width, hidden) = (config.Width, config.HiddenWidth);
        for (var layer = 0; layer < config.Layers; layer++)
        {
            var block = $"{tower}.transformer.resblocks.{layer}.";
            AddNorm(shapes, block + "ln_1", width);
            AddNorm(shapes, block + "ln_2", width);
            shapes[block + "attn.in_proj_weight"] = [3 * width, width];
            shapes[block + "attn.in_proj_bias"] = [3 * width];
            AddLinear(shapes, block + "attn.out_proj", width, width);
            AddLinear(shapes, block + "mlp.c_fc", width, hidden);
            AddLinear(shapes, block + "mlp.c_proj", hidden, width);
        }
    }

    private static void AddLinear(Dictionary<string, long[]> shapes, string name, long from, long to)
    {
        shapes[name + ".weight"] = [to, from];
        shapes[name + ".bias"] = [to];
    }

    private static void AddNorm(Dictionary<string, long[]> shapes, string name, long width)
    {
        shapes[name + ".weight"] = [width];
        shapes[name + ".bias"] = [width];
    }
}
