namespace DialClip.Training.Checkpoints;

/// <summary>The configuration and the weights of a checkpoint's folder, in one of two layouts.</summary>
/// <param name="Configuration">The name of the configuration.</param>
/// <param name="Weights">The name of the weights; shards are listed in NAME.index.json.</param>
internal sealed record CheckpointLayout(string Configuration, string Weights)
{
    /// <summary>The layout of open_clip.</summary>
    public static readonly CheckpointLayout OpenClip = new("open_clip_config.json", "open_clip_model.safetensors");

    /// <summary>The layout of Hugging Face's transformers.</summary>
    public static readonly CheckpointLayout HuggingFace = new("config.json", "model.safetensors");

    /// <summary>Finds the layout whose configuration and weights are both there; open_clip's is preferred.</summary>
    /// <exception cref="InvalidDataException">There is none; what is missing is named.</exception>
    public static CheckpointLayout Find(string folder)
    {
        CheckpointLayout[] configured =
        [
            .. new[] { OpenClip, HuggingFace }.Where(layout => layout.IsConfigured(folder)),
        ];
        if (configured.Length == 0)
            throw new InvalidDataException(
                $"'{folder}' holds neither '{OpenClip.Configuration}' nor '{HuggingFace.Configuration}'; "
                    + "expected a CLIP checkpoint in open_clip's or Hugging Face's layout."
            );
        return configured.FirstOrDefault(layout => layout.HasWeights(folder))
            ?? throw new InvalidDataException(
                $"'{folder}' holds a configuration without its weights: "
                    + string.Join(
                        "; ",
                        configured.Select(layout =>
                            $"'{layout.Configuration}', but no '{layout.Weights}' and no '{layout.Weights}.index.json'"
                        )
                    )
                    + "."
            );
    }

    /// <summary>Maps the names of weights to those of <see cref="ClipShapes"/>.</summary>
    public IReadOnlyDictionary<string, TensorData> Map(IReadOnlyDictionary<string, TensorData> tensors) =>
        this == OpenClip ? OpenClipNames.Map(tensors) : HuggingFaceNames.Map(tensors);

    private bool IsConfigured(string folder) => File.Exists(Path.Combine(folder, Configuration));

    private bool HasWeights(string folder) =>
        File.Exists(Path.Combine(folder, Weights)) || File.Exists(Path.Combine(folder, Weights + ".index.json"));
}
