using System.Text.Json;

namespace DialClip.Training.Checkpoints;

/// <summary>Reads the weights of a folder, whole or in shards with an index.</summary>
internal static class ShardedSafetensors
{
    /// <summary>Reads NAME.safetensors, or the shards that NAME.safetensors.index.json lists.</summary>
    /// <exception cref="InvalidDataException">There is neither, a shard is missing or damaged, or the index and the shards disagree.</exception>
    public static IReadOnlyDictionary<string, TensorData> Read(string folder, string name)
    {
        var whole = Path.Combine(folder, name);
        var index = whole + ".index.json";
        if (File.Exists(whole))
            return SafetensorsFile.Read(whole);
        if (!File.Exists(index))
            throw new InvalidDataException(
                $"'{folder}' holds a configuration but no '{name}' and no '{name}.index.json'."
            );
        var places = Places(index);
        var tensors = new Dictionary<string, TensorData>(StringComparer.Ordinal);
        foreach (var shard in places.Values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            // The index is somebody else's: it must not lead out of its folder.
            if (Path.GetFileName(shard) != shard || !File.Exists(Path.Combine(folder, shard)))
                throw new InvalidDataException($"'{index}' names shard '{shard}', which is no file of that folder.");
            foreach (var (tensor, data) in SafetensorsFile.Read(Path.Combine(folder, shard)))
                tensors[tensor] = data;
        }
        var missing = places.Keys.Where(tensor => !tensors.ContainsKey(tensor)).ToList();
        return missing.Count == 0
            ? tensors
            : throw new InvalidDataException(
                $"'{index}' lists {missing.Count} tensors that its shards do not hold: {string.Join(", ", missing.Take(5).Select(tensor => $"'{tensor}'"))}."
            );
    }

    private static Dictionary<string, string> Places(string index)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(index));
            return json
                .RootElement.GetProperty("weight_map")
                .EnumerateObject()
                .ToDictionary(entry => entry.Name, entry => entry.Value.GetString() ?? "", StringComparer.Ordinal);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidDataException($"'{index}' is no index of shards: {error.Message}", error);
        }
    }
}
