using DialClip.Backbones.Towers;

namespace DialClip.Backbones.Weights;

/// <summary>The names and shapes of a CLIP model's weights.</summary>
public static class ClipShapes
{
    /// <summary>Computes the shape of every weight of a model, by name.</summary>
    public static IReadOnlyDictionary<string, long[]> Compute(ClipConfig config)
    {
        var shapes = new Dictionary<string, long[]>(StringComparer.Ordinal);
        shapes["logit_scale"] = [];
        if (config.Text.Type == TextTowerType.Bert)
            BertNames.AddShapes(shapes, config);
        else
            AddTextTower(shapes, config);
        if (config.Vision.Type == VisionTowerType.ResNetVit)
            ResNetVitNames.AddShapes(shapes, config);
        else
            AddVisionTower(shapes, config);
        return shapes;
    }

    private static void AddTextTower(Dictionary<string, long[]> shapes, ClipConfig config)
    {
        var text = config.Text;
        shapes["text.token_embedding.weight"] = [text.VocabularySize, text.Width];
        shapes["text.positional_embedding"] = [text.ContextLength, text.Width];
        shapes["text.text_projection"] = [text.Width, config.Dimension];
        shapes.AddNorm("text.ln_final", text.Width);
        AddBlocks(shapes, "text.", text.Blocks);
    }

    private static void AddVisionTower(Dictionary<string, long[]> shapes, ClipConfig config)
    {
        var vision = config.Vision;
        shapes["visual.conv1.weight"] = [vision.Width, 3, vision.PatchSize, vision.PatchSize];
        shapes["visual.class_embedding"] = [vision.Width];
        shapes["visual.positional_embedding"] = [vision.Patches + 1, vision.Width];
        shapes["visual.proj"] = [vision.Width, config.Dimension];
        shapes.AddNorm("visual.ln_pre", vision.Width);
        shapes.AddNorm("visual.ln_post", vision.Width);
        AddBlocks(shapes, "visual.", vision.Blocks);
    }

    /// <summary>Adds the blocks of a pre-norm transformer.</summary>
    /// <param name="shapes">Receives the shapes.</param>
    /// <param name="prefix">The prefix of their names, with its dot.</param>
    /// <param name="config">The blocks.</param>
    internal static void AddBlocks(Dictionary<string, long[]> shapes, string prefix, BlockConfig config)
    {
        var (width, hidden) = (config.Width, config.HiddenWidth);
        for (var layer = 0; layer < config.Layers; layer++)
        {
            var block = $"{prefix}transformer.resblocks.{layer}.";
            shapes.AddNorm(block + "ln_1", width);
            shapes.AddNorm(block + "ln_2", width);
            shapes[block + "attn.in_proj_weight"] = [3 * width, width];
            shapes[block + "attn.in_proj_bias"] = [3 * width];
            shapes.AddLinear(block + "attn.out_proj", width, width);
            shapes.AddLinear(block + "mlp.c_fc", width, hidden);
            shapes.AddLinear(block + "mlp.c_proj", hidden, width);
        }
    }

    internal static void AddLinear(this Dictionary<string, long[]> shapes, string name, long from, long to)
    {
        shapes[name + ".weight"] = [to, from];
        shapes[name + ".bias"] = [to];
    }

    internal static void AddNorm(this Dictionary<string, long[]> shapes, string name, long width)
    {
        shapes[name + ".weight"] = [width];
        shapes[name + ".bias"] = [width];
    }
}
