namespace DialClip.Testing;

/// <summary>
/// Graphs with the interface of real ones and arithmetic that a test can follow. Text feature: the sum of the token
/// vectors up to the end token, plus the sum of all prompts.
/// Vision feature: the mean of each channel through a matrix, plus the sum of all prompts. Every prompt of a context:
/// the sum of its turns, each times a weight that tells place, modality and speaker.
/// Experts: queries are the feature, candidates are the feature with signs turned that differ from expert to expert.
/// </summary>
internal static class TinyGraphs
{
    public const int Dimension = 6;
    public const int TextLayers = 2;
    public const int VisionLayers = 3;
    public const int ContextPrompts = 1;
    public const int DomainPrompts = 2;
    public const int ImageSize = 4;

    private const int Prompts = ContextPrompts + DomainPrompts;

    public static void SaveBackbone(string folder, int vocabulary, int seed = 1)
    {
        new TinyOnnx()
            .InputInt64("input_ids", -1, -1)
            .InputInt64("eot", -1)
            .Input("deep_prompts", -1, TextLayers, -1, Dimension)
            .Output("features", -1, Dimension)
            .Constant("table", Values(seed, vocabulary * Dimension), vocabulary, Dimension)
            .Constant("one", [1L], 1)
            .Constant("along", [1L])
            .Constant("prompt_axes", [1L, 2L], 2)
            .Node("Gather", ["table", "input_ids"], "tokens")
            .Node("CumSum", ["tokens", "along"], "sums")
            .Node("Unsqueeze", ["eot", "one"], "ends")
            .Node("GatherND", ["sums", "ends"], "ended", ("batch_dims", 1))
            .Node("ReduceSum", ["deep_prompts", "prompt_axes"], "prompted", ("keepdims", 0))
            .Node("Add", ["ended", "prompted"], "features")
            .Save(Path.Combine(folder, "text.onnx"));
        new TinyOnnx()
            .Input("pixels", -1, 3, ImageSize, ImageSize)
            .Input("deep_prompts", -1, VisionLayers, -1, Dimension)
            .Output("features", -1, Dimension)
            .Constant("mix", Values(seed + 1, 3 * Dimension), 3, Dimension)
            .Constant("plane_axes", [2L, 3L], 2)
            .Constant("prompt_axes", [1L, 2L], 2)
            .Node("ReduceSum", ["pixels", "plane_axes"], "channels", ("keepdims", 0))
            .Node("MatMul", ["channels", "mix"], "mixed")
            .Node("ReduceSum", ["deep_prompts", "prompt_axes"], "prompted", ("keepdims", 0))
            .Node("Add", ["mixed", "prompted"], "features")
            .Save(Path.Combine(folder, "vision.onnx"));
    }

    public static void SaveHead(string folder, int seed = 1)
    {
        new TinyOnnx()
            .Input("turn_features", -1, -1, Dimension)
            .InputInt64("modality", -1, -1)
            .InputInt64("speaker", -1, -1)
            .InputInt64("distance", -1, -1)
            .Input("mask", -1, -1)
            .Output("text_prompts", -1, TextLayers, Prompts, Dimension)
            .Output("vision_prompts", -1, VisionLayers, Prompts, Dimension)
            .Constant("ten", [10L])
            .Constant("hundred", [100L])
            .Constant("one", [1L])
            .Constant("turns", [1L], 1)
            .Constant("last", [2L], 1)
            .Constant("layers_prompts", [1L, 2L], 2)
            .Constant("text_ones", Ones(TextLayers * Prompts), 1, TextLayers, Prompts, 1)
            .Constant("vision_ones", Ones(VisionLayers * Prompts), 1, VisionLayers, Prompts, 1)
            .Node("Mul", ["modality", "ten"], "tens")
            .Node("Mul", ["speaker", "hundred"], "hundreds")
            .Node("Add", ["tens", "hundreds"], "kinds")
            .Node("Add", ["kinds", "distance"], "numbers")
            .Node("Add", ["numbers", "one"], "integers")
            .Node("Cast", ["integers"], "weights", ("to", 1))
            .Node("Mul", ["weights", "mask"], "masked")
            .Node("Unsqueeze", ["masked", "last"], "columns")
            .Node("Mul", ["turn_features", "columns"], "weighted")
            .Node("ReduceSum", ["weighted", "turns"], "summed", ("keepdims", 0))
            .Node("Unsqueeze", ["summed", "layers_prompts"], "prompt")
            .Node("Mul", ["prompt", "text_ones"], "text_prompts")
            .Node("Mul", ["prompt", "vision_ones"], "vision_prompts")
            .Save(Path.Combine(folder, "context.onnx"));
        new TinyOnnx()
            .Output("text_prompts", TextLayers, DomainPrompts, Dimension)
            .Output("vision_prompts", VisionLayers, DomainPrompts, Dimension)
            .Constant(
                "text",
                Values(seed + 2, TextLayers * DomainPrompts * Dimension),
                TextLayers,
                DomainPrompts,
                Dimension
            )
            .Constant(
                "vision",
                Values(seed + 3, VisionLayers * DomainPrompts * Dimension),
                VisionLayers,
                DomainPrompts,
                Dimension
            )
            .Node("Identity", ["text"], "text_prompts")
            .Node("Identity", ["vision"], "vision_prompts")
            .Save(Path.Combine(folder, "domain.onnx"));
        new TinyOnnx()
            .Input("features", -1, Dimension)
            .Output("query", -1, 4, Dimension)
            .Output("candidate", -1, 4, Dimension)
            .Output("intent", -1, 3)
            .Constant("experts", [1L], 1)
            .Constant("ones", Ones(4), 1, 4, 1)
            .Constant(
                "signs",
                [.. Enumerable.Range(0, 4 * Dimension).Select(i => i / Dimension == i % Dimension ? -1f : 1f)],
                1,
                4,
                Dimension
            )
            .Constant("wants", Values(seed + 4, Dimension * 3), Dimension, 3)
            .Node("Unsqueeze", ["features", "experts"], "row")
            .Node("Mul", ["row", "ones"], "query")
            .Node("Mul", ["query", "signs"], "candidate")
            .Node("MatMul", ["features", "wants"], "intent")
            .Save(Path.Combine(folder, "experts.onnx"));
    }

    private static float[] Ones(int count) => [.. Enumerable.Repeat(1f, count)];

    private static float[] Values(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)random.NextDouble() - 0.5f)];
    }
}
