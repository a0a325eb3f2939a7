using System.Text.Json;
using DialClip.Training.Checkpoints.Options;

namespace DialClip.Training.Checkpoints.SentenceTransformers;

/// <summary>
/// A text tower in the layout of sentence-transformers: DistilBERT, the mean over its tokens, and a linear layer, such
/// as clip-ViT-B-32-multilingual-v1.
/// </summary>
/// <param name="Config">The tower.</param>
/// <param name="Dimension">D, the dimension of the space into which the tower was trained.</param>
/// <param name="Weights">The weights by the names of <see cref="BertNames"/>.</param>
/// <param name="IsCased">Whether the tokenizer keeps case and accents.</param>
/// <param name="Vocabulary">vocab.txt.</param>
internal sealed record SentenceTransformer(
    TextTowerConfig Config,
    int Dimension,
    IReadOnlyDictionary<string, TensorData> Weights,
    bool IsCased,
    byte[] Vocabulary
)
{
    /// <summary>The file that tells this layout from others.</summary>
    public const string Modules = "modules.json";

    private const string Configuration = "config.json";
    private const string Sentence = "sentence_bert_config.json";
    private const string Pooling = "1_Pooling/config.json";
    private const string Dense = "2_Dense/config.json";
    private const string WeightsName = "model.safetensors";
    private const double Epsilon = 1e-12;

    // Initial values, training, and the forms of Python objects: no feature depends on them.
    private static readonly string[] Harmless =
    [
        "_name_or_path",
        "architectures",
        "attention_dropout",
        "dropout",
        "dtype",
        "initializer_range",
        "model_type",
        "output_hidden_states",
        "output_past",
        "pad_token_id",
        "qa_dropout",
        "seq_classif_dropout",
        "sinusoidal_pos_embds",
        "tie_weights_",
        "torch_dtype",
        "transformers_version",
    ];

    // All but the mean would compute another feature.
    private static readonly string[] OtherPoolings =
    [
        "pooling_mode_cls_token",
        "pooling_mode_lasttoken",
        "pooling_mode_max_tokens",
        "pooling_mode_mean_sqrt_len_tokens",
        "pooling_mode_weightedmean_tokens",
    ];

    /// <summary>Determines whether a folder has this layout.</summary>
    public static bool Exists(string folder) => File.Exists(Path.Combine(folder, Modules));

    /// <summary>Reads a folder.</summary>
    /// <exception cref="InvalidDataException">
    /// A file is missing or malformed, or asks for what is not computed; all such options are named with their values.
    /// </exception>
    public static SentenceTransformer Read(string folder)
    {
        var faults = new List<string>();
        var model = Open(folder, Configuration, faults);
        model.ReadChoice("model_type", 0, new Dictionary<string, int> { ["distilbert"] = 0 });
        model.ReadChoice("activation", 0, new Dictionary<string, int> { ["gelu"] = 0 });
        var (width, dimension) = (model.ReadInteger("dim", null), ReadDimension(folder, faults));
        var config = new TextTowerConfig(
            width,
            model.ReadInteger("n_layers", null),
            model.ReadInteger("n_heads", null),
            model.ReadInteger("vocab_size", null),
            model.ReadInteger("max_position_embeddings", null)
        )
        {
            Type = TextTowerType.Bert,
            Projection = TextProjection.Linear,
            Activation = Activation.Gelu,
            LayerNormEpsilon = Epsilon,
            HiddenWidth = model.ReadInteger("hidden_dim", 4 * width),
        };
        model.Ignore(Harmless);
        model.RefuseUnknown();
        RequireMean(folder, faults);
        var sentence = Open(folder, Sentence, faults);
        var length = Math.Min(sentence.ReadInteger("max_seq_length", config.ContextLength, 2), config.ContextLength);
        var isCased = !sentence.ReadFlag("do_lower_case", false);
        sentence.RefuseUnknown();
        if (faults.Count > 0)
            throw new InvalidDataException(
                $"'{folder}' asks for what is not computed, so its features would be others: "
                    + $"{string.Join("; ", faults)}."
            );
        config.Validate();
        return new(
            config with
            {
                ContextLength = length,
            },
            dimension,
            ReadWeights(folder, length),
            isCased,
            ReadFile(folder, "vocab.txt")
        );
    }

    private static int ReadDimension(string folder, List<string> faults)
    {
        var dense = Open(folder, Dense, faults);
        dense.RequireUnset("bias", "computed: false");
        dense.ReadChoice(
            "activation_function",
            0,
            new Dictionary<string, int> { ["torch.nn.modules.linear.Identity"] = 0 }
        );
        dense.Ignore("in_features");
        var dimension = dense.ReadInteger("out_features", null);
        dense.RefuseUnknown();
        return dimension;
    }

    private static void RequireMean(string folder, List<string> faults)
    {
        var pooling = Open(folder, Pooling, faults);
        if (!pooling.ReadFlag("pooling_mode_mean_tokens", false))
            pooling.Refuse("pooling_mode_mean_tokens", "computed: true");
        foreach (var other in OtherPoolings)
            pooling.RequireUnset(other, "computed: false");
        pooling.Ignore("word_embedding_dimension", "include_prompt");
        pooling.RefuseUnknown();
    }

    private static Dictionary<string, TensorData> ReadWeights(string folder, int length)
    {
        var read = SafetensorsFile.ReadSharded(folder, WeightsName);
        ClipCheckpoint.RequireFinite(folder, WeightsName, read);
        var weights = DistilBertNames.Map(read);
        // Texts are cut to the context: the positions behind it are never read.
        if (weights.TryGetValue(BertNames.Positions, out var positions))
            weights[BertNames.Positions] = positions.TakeRows(length);
        var dense = Path.Combine(folder, Path.GetDirectoryName(Dense)!, WeightsName);
        if (!File.Exists(dense))
            throw new InvalidDataException($"'{dense}' is missing: the linear layer behind the mean.");
        var layer = SafetensorsFile.Read(dense);
        ClipCheckpoint.RequireFinite(Path.GetDirectoryName(dense)!, WeightsName, layer);
        foreach (var (name, tensor) in layer)
            weights[name == "linear.weight" ? BertNames.Projection + ".weight" : "2_Dense." + name] = tensor;
        return weights;
    }

    private static OptionReader Open(string folder, string name, List<string> faults)
    {
        try
        {
            using var json = JsonDocument.Parse(ByteOrderMark.Skip(ReadFile(folder, name)));
            return new(json.RootElement.Clone(), name + ": ", faults);
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"'{Path.Combine(folder, name)}' is not valid JSON: {error.Message}", error);
        }
    }

    private static byte[] ReadFile(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        return File.Exists(path)
            ? File.ReadAllBytes(path)
            : throw new InvalidDataException(
                $"'{path}' is missing; expected the files of a sentence-transformers model with DistilBERT."
            );
    }
}
