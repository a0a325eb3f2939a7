using System.Text.Json;

namespace DialClip.Training.Hub;

/// <summary>The files of a repository that make up a checkpoint which import can read.</summary>
/// <param name="Files">The files, without the shards of an index.</param>
/// <param name="Index">The index of sharded weights; null where the weights are one file.</param>
internal sealed record CheckpointSelection(IReadOnlyList<HubFile> Files, HubFile? Index)
{
    // An index is read into memory; the largest real ones have a few MB.
    private const long MaxIndex = 64L << 20;
    private const string IndexExtension = ".index.json";

    // Of Hugging Face's layout, before and since version 5 of transformers.
    private static readonly string[] Preprocessing = ["preprocessor_config.json", "processor_config.json"];

    private static readonly (string Config, string Weights) HuggingFace = ("config.json", "model.safetensors");
    private static readonly (string Config, string Weights) OpenClip = (
        "open_clip_config.json",
        "open_clip_model.safetensors"
    );
    private static readonly string[] Vocabulary = ["vocab.json", "merges.txt", "tokenizer.json"];

    /// <summary>Gets whether the repository has a vocabulary.</summary>
    public bool HasVocabulary =>
        Files.Any(file => file.Name == "tokenizer.json")
        || Vocabulary.Take(2).All(name => Files.Any(file => file.Name == name));

    /// <summary>Selects the files of a listing; Hugging Face's layout is preferred to open_clip's.</summary>
    /// <exception cref="InvalidDataException">There are no safetensors, or no configuration beside them.</exception>
    public static CheckpointSelection Create(HubListing listing)
    {
        foreach (var (config, weights) in new[] { HuggingFace, OpenClip })
        {
            if (!listing.Files.TryGetValue(config, out var configuration))
                continue;
            var index = listing.Files.GetValueOrDefault(weights + IndexExtension);
            if ((listing.Files.GetValueOrDefault(weights) ?? index) is not { } weightsFile)
                continue;
            if (weightsFile == index && index.Size > MaxIndex)
                throw new InvalidDataException(
                    $"The hub lists '{index.Name}' with {index.Size} bytes, expected at most {MaxIndex}."
                );
            // Not the other layout's configuration: import would read it as the checkpoint's own.
            var optional = Vocabulary
                .Concat(Preprocessing)
                .Select(name => listing.Files.GetValueOrDefault(name))
                .OfType<HubFile>();
            return new([configuration, .. optional, weightsFile], weightsFile == index ? index : null);
        }
        throw new InvalidDataException(Describe(listing));
    }

    /// <summary>Adds the shards that the downloaded index names.</summary>
    /// <exception cref="InvalidDataException">
    /// The index is malformed, or names a file that the repository does not have.
    /// </exception>
    public CheckpointSelection WithShards(string folder, HubListing listing)
    {
        if (Index is null)
            return this;
        var index = Path.Combine(folder, Index.Name);
        var names = SafetensorsFile
            .ReadIndex(index)
            .Values.Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);
        return this with { Files = [.. Files, .. names.Select(name => GetShard(name, index, listing))] };
    }

    /// <summary>Finds a file in a folder that import would mix with this checkpoint; null when there is none.</summary>
    public string? FindUnexpectedFile(string folder) =>
        new[]
        {
            HuggingFace.Config,
            HuggingFace.Weights,
            HuggingFace.Weights + IndexExtension,
            OpenClip.Config,
            OpenClip.Weights,
            OpenClip.Weights + IndexExtension,
        }
            .Concat(Preprocessing)
            .Concat(Files.Any(file => Vocabulary.Contains(file.Name)) ? Vocabulary : [])
            .FirstOrDefault(name => Files.All(file => file.Name != name) && File.Exists(Path.Combine(folder, name)));

    private static HubFile GetShard(string name, string index, HubListing listing) =>
        HubFile.IsPlainName(name)
        && name.EndsWith(".safetensors", StringComparison.Ordinal)
        && listing.Files.TryGetValue(name, out var shard)
            ? shard
            // As JSON: an untrusted name may hold control characters for a terminal.
            : throw new InvalidDataException(
                $"'{index}' names shard {JsonSerializer.Serialize(name.Length <= 100 ? name : name[..100])}, "
                    + "expected a *.safetensors file of the same repository. Try another --revision."
            );

    private static string Describe(HubListing listing)
    {
        const string Expected =
            "expected 'config.json' with 'model.safetensors', or 'open_clip_config.json' with "
            + "'open_clip_model.safetensors' (one file, or '.index.json' with shards)";
        var other = listing.Files.Keys.FirstOrDefault(name =>
            name.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase)
        );
        if (other is not null)
            return $"The repository holds '{other}', but no CLIP checkpoint as 'dialclip import' reads it; {Expected}. "
                + "Name another repository or --revision.";
        return listing.Pickles.Count > 0
            ? $"The repository holds only pickled weights ('{listing.Pickles[0]}'), which can run code when they are "
                + $"read and are never downloaded; {Expected}. Many repositories have safetensors in a pull request: "
                + "find it in their list of pull requests, and name it with --revision refs/pr/NUMBER."
            : $"The repository holds no weights; {Expected}. Name another repository or --revision.";
    }
}
