using System.Text.Json;
using DialClip.Encoders.Imaging;
using DialClip.Encoders.Text;
using DialClip.Training.Checkpoints;

namespace DialClip.Training.Verification;

/// <summary>Runs the golden cases of a folder.</summary>
internal static class GoldenVerifier
{
    private static readonly string[] Checkpoints = ["checkpoint-hf", "checkpoint-openclip"];

    /// <summary>Runs every group of a folder.</summary>
    /// <param name="folder">The golden folder.</param>
    /// <param name="tokenizer">A folder with vocab.json and merges.txt; null to use that of the golden folder.</param>
    /// <param name="real">
    /// A checkpoint of OpenAI's ViT-B/32, to compare with features in the folder; null to skip.
    /// </param>
    /// <param name="engines">Create the engines.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidDataException">A golden file is malformed.</exception>
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
            RunTokenizer(folder, tokenizer),
            .. RunPreprocessing(folder),
            .. Checkpoints.SelectMany(name => RunTowers(folder, name, engines)),
            .. RealFeatures.Run(Path.Combine(folder, RealFeatures.Folder), real, engines),
        ]);
    }

    private static GoldenGroup RunTokenizer(string folder, string? tokenizerFolder)
    {
        if (ReadJson(folder, "tokenizer.json") is not { } cases)
            return GoldenGroup.CreateAbsent("tokenizer", "there is no tokenizer.json");
        var source =
            tokenizerFolder
            ?? Checkpoints
                .Select(name => Path.Combine(folder, name))
                .FirstOrDefault(path => File.Exists(Path.Combine(path, "vocab.json")));
        if (source is null)
            return GoldenGroup.CreateAbsent("tokenizer", "there is no vocab.json; name a folder with --tokenizer");
        var tokenizer = ClipTokenizer.Load(source);
        var all = cases.GetProperty("cases").EnumerateArray().ToList();
        var errors = all.Count(entry =>
            !tokenizer.EncodeText(entry.GetProperty("text").GetString()!, int.MaxValue).SequenceEqual(Ids(entry, "ids"))
            || !tokenizer.Encode(entry.GetProperty("text").GetString()!).SequenceEqual(Ids(entry, "input_ids"))
        );
        return new("tokenizer", all.Count, errors, 0, null); // the number of texts that differ

        static IEnumerable<int> Ids(JsonElement entry, string name) =>
            entry.GetProperty(name).EnumerateArray().Select(id => id.GetInt32());
    }

    private static IEnumerable<GoldenGroup> RunPreprocessing(string folder)
    {
        if (ReadJson(folder, "preprocess.json") is not { } cases)
        {
            yield return GoldenGroup.CreateAbsent("preprocessing", "there is no preprocess.json");
            yield break;
        }
        foreach (var entry in cases.GetProperty("cases").EnumerateArray())
        {
            var file = entry.GetProperty("file").GetString()!;
            var name = "preprocessing/" + Path.GetFileName(file);
            if (!File.Exists(Path.Combine(folder, file)))
            {
                yield return GoldenGroup.CreateAbsent(name, $"there is no '{file}'");
                continue;
            }
            var expected = GoldenFiles.ReadNumpyBytes(Path.Combine(folder, entry.GetProperty("expected").GetString()!));
            var picture = ImageDecoder.Decode(File.ReadAllBytes(Path.Combine(folder, file)));
            var actual = new ImagePreprocessor(
                entry.GetProperty("size").GetInt32(),
                [0, 0, 0],
                [1, 1, 1]
            ).ResizeAndCrop(picture);
            if (actual.Length != expected.Length)
                throw new InvalidDataException($"'{file}' became {actual.Length} bytes, expected {expected.Length}.");
            var errors = actual.Zip(expected, (a, b) => (double)Math.Abs(a - b)).ToList();
            // Decoders of lossy formats differ slightly: the mean counts, in levels of 255.
            var isLossy = Path.GetExtension(file) is ".jpg" or ".jpeg";
            yield return isLossy ? new(name, 1, errors.Average(), 0.5, null) : new(name, 1, errors.Max(), 1, null);
        }
    }

    private static IEnumerable<GoldenGroup> RunTowers(string folder, string name, Func<ClipWeights, ITowers>[] engines)
    {
        if (ReadJson(folder, "towers.json") is not { } cases)
            return [GoldenGroup.CreateAbsent(name, "there is no towers.json")];
        if (!Directory.Exists(Path.Combine(folder, name)))
            return [GoldenGroup.CreateAbsent(name, "there is no such folder")];
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
            throw new InvalidDataException($"'{path}' is not JSON: {error.Message}", error);
        }
    }
}
