using System.Text.Json;
using DialClip.Encoders.Imaging;
using DialClip.Encoders.Text;
using DialClip.Training.Checkpoints;

namespace DialClip.Training.Verification;

/// <summary>Runs a folder of golden cases against this implementation.</summary>
internal static class GoldenVerifier
{
    private static readonly string[] Checkpoints = ["checkpoint-hf", "checkpoint-openclip"];

    /// <summary>Runs every group of a folder.</summary>
    /// <param name="folder">The golden folder.</param>
    /// <param name="tokenizer">A folder with vocab.json and merges.txt, for a golden folder that brings none; null to take the folder's own.</param>
    /// <param name="real">A checkpoint of OpenAI's ViT-B/32, whose published features the folder may hold; null where it is not at hand.</param>
    /// <param name="engines">What makes the engines in which each checkpoint is run.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidDataException">A golden file cannot be read.</exception>
    public static GoldenReport Run(
        string folder,
        string? tokenizer,
        string? real,
        params Func<ClipWeights, ITowers>[] engines
    )
    {
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"There is no golden folder '{folder}'.");
        return new([
            Tokenizer(folder, tokenizer),
            .. Preprocessing(folder),
            .. Checkpoints.SelectMany(name => Towers(folder, name, engines)),
            .. RealFeatures.Run(Path.Combine(folder, RealFeatures.Folder), real, engines),
        ]);
    }

    private static GoldenGroup Tokenizer(string folder, string? given)
    {
        if (ReadJson(folder, "tokenizer.json") is not { } cases)
            return GoldenGroup.Missing("tokenizer", "there is no tokenizer.json");
        var source =
            given
            ?? Checkpoints
                .Select(name => Path.Combine(folder, name))
                .FirstOrDefault(path => File.Exists(Path.Combine(path, "vocab.json")));
        if (source is null)
            return GoldenGroup.Missing("tokenizer", "there is no vocab.json; name a folder with --tokenizer");
        var tokenizer = ClipTokenizer.Load(source);
        var all = cases.GetProperty("cases").EnumerateArray().ToList();
        var wrong = all.Count(one =>
            !tokenizer.EncodeText(one.GetProperty("text").GetString()!, int.MaxValue).SequenceEqual(Ids(one, "ids"))
            || !tokenizer.Encode(one.GetProperty("text").GetString()!).SequenceEqual(Ids(one, "input_ids"))
        );
        return new("tokenizer", all.Count, wrong, 0, null); // the error is the number of texts that differ

        static IEnumerable<int> Ids(JsonElement one, string name) =>
            one.GetProperty(name).EnumerateArray().Select(id => id.GetInt32());
    }

    private static IEnumerable<GoldenGroup> Preprocessing(string folder)
    {
        if (ReadJson(folder, "preprocess.json") is not { } cases)
        {
            yield return GoldenGroup.Missing("preprocessing", "there is no preprocess.json");
            yield break;
        }
        foreach (var one in cases.GetProperty("cases").EnumerateArray())
        {
            var file = one.GetProperty("file").GetString()!;
            var name = "preprocessing/" + Path.GetFileName(file);
            if (!File.Exists(Path.Combine(folder, file)))
            {
                yield return GoldenGroup.Missing(name, $"there is no '{file}'");
                continue;
            }
            var expected = GoldenFiles.NumpyBytes(Path.Combine(folder, one.GetProperty("expected").GetString()!));
            var picture = ImageDecoder.Decode(File.ReadAllBytes(Path.Combine(folder, file)));
            var found = new ImagePreprocessor(one.GetProperty("size").GetInt32(), [0, 0, 0], [1, 1, 1]).ResizeAndCrop(
                picture
            );
            if (found.Length != expected.Length)
                throw new InvalidDataException($"'{file}' became {found.Length} bytes, expected {expected.Length}.");
            var errors = found.Zip(expected, (a, b) => (double)Math.Abs(a - b)).ToList();
            // Decoders of lossy pictures differ: there the mean counts, in levels.
            var lossy = Path.GetExtension(file) is ".jpg" or ".jpeg";
            yield return lossy ? new(name, 1, errors.Average(), 0.5, null) : new(name, 1, errors.Max(), 1, null);
        }
    }

    private static IEnumerable<GoldenGroup> Towers(string folder, string name, Func<ClipWeights, ITowers>[] engines)
    {
        if (ReadJson(folder, "towers.json") is not { } cases)
            return [GoldenGroup.Missing(name, "there is no towers.json")];
        if (!Directory.Exists(Path.Combine(folder, name)))
            return [GoldenGroup.Missing(name, "there is no such folder")];
        var weights = ClipCheckpoint.Load(Path.Combine(folder, name));
        return
        [
            .. engines.SelectMany(engine =>
            {
                using var towers = engine(weights);
                return TowerCases.Run(cases, weights.Config, towers, $"{name}/{towers.Engine}/").ToList();
            }),
        ];
    }

    private static JsonElement? ReadJson(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        if (!File.Exists(path))
            return null;
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(File.ReadAllBytes(path));
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"'{path}' is no JSON: {error.Message}", error);
        }
    }
}
