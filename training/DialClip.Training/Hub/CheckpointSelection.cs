using System.Text.Json;

namespace DialClip.Training.Hub;

/// <summary>The files of a repository that make a checkpoint which import can read.</summary>
/// <param name="Files">Without the shards of an index.</param>
/// <param name="Index">The index whose shards belong to it; null where the weights are one file.</param>
internal sealed record CheckpointSelection(IReadOnlyList<HubFile> Files, HubFile? Index)
{
    // An index is read into memory; the largest real ones have a few MB.
    private const long MaxIndex = 64L << 20;
    private const string IndexEnding = ".index.json";
    private const string Preprocessing = "preprocessor_config.json";

    private static readonly (string Config, string Weights) HuggingFace = ("config.json", "model.safetensors");
    private static readonly (string Config, string Weights) OpenClip = (
        "open_clip_config.json",
        "open_clip_model.safetensors"
    );
    private static readonly string[] Vocabulary = ["vocab.json", "merges.txt", "tokenizer.json"];

    /// <summary>Gets whether the repository brings a vocabulary.</summary>
    public bool HasVocabulary =>
        Files.Any(file => file.Name == "tokenizer.json")
        || Vocabulary.Take(2).All(name => Files.Any(file => file.Name == name));

    /// <summary>Chooses; Hugging Face's layout is preferred where both are there.</summary>
    /// <exception cref="InvalidDataException">There are no safetensors, or no configuration beside them.</exception>
    public static CheckpointSelection Of(HubListing listing)
    {
        foreach (var (config, weights) in new[] { HuggingFace, OpenClip })
        {
            if (!listing.Files.TryGetValue(config, out var configuration))
                continue;
            var index = listing.Files.GetValueOrDefault(weights + IndexEnding);
            if ((listing.Files.GetValueOrDefault(weights) ?? index) is not { } found)
                continue;
            if (found == index && index.Size > MaxIndex)
                throw new InvalidDataException(
                    $"The hub lists '{index.Name}' with {index.Size} bytes, expected at most {MaxIndex}."
                );
            // The other layout's configuration is left out: import would take it for the checkpoint's own.
            var beside = Vocabulary
                .Append(Preprocessing)
                .Select(name => listing.Files.GetValueOrDefault(name))
                .OfType<HubFile>();
            return new([configuration, .. beside, found], found == index ? index : null);
        }
        throw new InvalidDataException(Missing(listing));
    }

    /// <summary>Adds the shards that the fetched index names.</summary>
    /// <exception cref="InvalidDataException">The index cannot be read, or names what is no file of the repository.</exception>
    public CheckpointSelection WithShards(string folder, HubListing listing)
    {
        if (Index is null)
            return this;
        var index = Path.Combine(folder, Index.Name);
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(index));
            var names = json
                .RootElement.GetProperty("weight_map")
                .EnumerateObject()
                .Select(entry => entry.Value.GetString() ?? "")
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal);
            return this with { Files = [.. Files, .. names.Select(name => Shard(name, index, listing))] };
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidDataException(
                $"'{index}' is no index of shards: {error.Message} Expected an object 'weight_map'; try another --revision.",
                error
            );
        }
    }

    /// <summary>Gets a file of a folder that would make import read a mixture of two checkpoints; null when there is none.</summary>
    public string? Stranger(string folder) =>
        new[]
        {
            HuggingFace.Config,
            HuggingFace.Weights,
            HuggingFace.Weights + IndexEnding,
            OpenClip.Config,
            OpenClip.Weights,
            OpenClip.Weights + IndexEnding,
            Preprocessing,
        }
            .Concat(Files.Any(file => Vocabulary.Contains(file.Name)) ? Vocabulary : [])
            .FirstOrDefault(name => Files.All(file => file.Name != name) && File.Exists(Path.Combine(folder, name)));

    private static HubFile Shard(string name, string index, HubListing listing) =>
        HubFile.IsPlainName(name)
        && name.EndsWith(".safetensors", StringComparison.Ordinal)
        && listing.Files.TryGetValue(name, out var shard)
            ? shard
            // Serialised, because a hostile name may hold signs that steer a terminal.
            : throw new InvalidDataException(
                $"'{index}' names shard {JsonSerializer.Serialize(name.Length <= 100 ? name : name[..100])}, expected a *.safetensors file of the same repository. Try another --revision."
            );

    private static string Missing(HubListing listing)
    {
        const string Wanted =
            "expected 'config.json' with 'model.safetensors', or 'open_clip_config.json' with 'open_clip_model.safetensors' (whole, or '.index.json' with shards)";
        if (
            listing.Files.Keys.FirstOrDefault(name =>
                name.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase)
            ) is
            { } other
        )
            return $"The repository holds '{other}', but no CLIP checkpoint as 'dialclip import' reads it; {Wanted}. Name another repository or --revision.";
        return listing.Pickles.Count > 0
            ? $"The repository holds only pickled weights ('{listing.Pickles[0]}'), which can run code when they are read and are never downloaded; {Wanted}. "
                + "Many repositories have safetensors in a pull request: find it in their list of pull requests, and name it with --revision refs/pr/NUMBER."
            : $"The repository holds no weights; {Wanted}. Name another repository or --revision.";
    }
}
