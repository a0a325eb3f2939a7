using System.Text.Encodings.Web;
using System.Text.Json;
using DialClip.Artifacts.Format;
using DialClip.Encoders.Text;

namespace DialClip.Training.Checkpoints;

/// <summary>Reads the vocabulary of a checkpoint: vocab.json with merges.txt, or tokenizer.json.</summary>
internal static class ClipVocabulary
{
    private const string Tokens = "vocab.json";
    private const string Merges = "merges.txt";
    private const string Combined = "tokenizer.json";
    private const string WordPieces = "vocab.txt";

    // Embeddings are often padded so that matrices have even sizes.
    private const int MinMultiple = 8;
    private const int MaxMultiple = 1024;

    private static readonly JsonSerializerOptions Json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes a checkpoint's vocabulary as vocab.json and merges.txt.</summary>
    /// <param name="from">A folder with the vocabulary, or a tokenizer.json.</param>
    /// <param name="to">An existing folder.</param>
    /// <returns>The tokens that were added to a tokenizer.json after its merges; empty for the other form.</returns>
    /// <exception cref="InvalidDataException">
    /// There is no vocabulary, or tokenizer.json is not a byte-pair one.
    /// </exception>
    public static IReadOnlyCollection<string> Copy(string from, string to)
    {
        var combined = File.Exists(from) ? from : Path.Combine(from, Combined);
        if (!File.Exists(from) && File.Exists(Path.Combine(from, Tokens)) && File.Exists(Path.Combine(from, Merges)))
        {
            var tokens = ByteOrderMark.Skip(File.ReadAllBytes(Path.Combine(from, Tokens)));
            File.WriteAllBytes(Path.Combine(to, Tokens), tokens.Span);
            File.Copy(Path.Combine(from, Merges), Path.Combine(to, Merges), overwrite: true);
            return [];
        }
        return File.Exists(combined)
            ? ConvertTokenizerJson(combined, to)
            : throw new InvalidDataException(
                $"'{from}' holds no vocabulary; expected '{Tokens}' and '{Merges}', or '{Combined}'. "
                    + "Name another folder with --tokenizer."
            );
    }

    /// <summary>Loads a checkpoint's vocabulary in either form, and compares it with the embeddings.</summary>
    /// <param name="from">A folder with the vocabulary, or a tokenizer.json.</param>
    /// <param name="weights">The checkpoint.</param>
    /// <exception cref="InvalidDataException">
    /// There is no vocabulary, it is malformed, or it is of another size than the embeddings, padding aside.
    /// </exception>
    public static ITextTokenizer Load(string from, ClipWeights weights)
    {
        if (ExportedClip.Exists(from) && ExportedClip.ReadProperties(from).Text.Tokenizer is { } type)
            return LoadWordPieces(from, type, weights);
        var text = weights.Config.Text;
        var folder = Directory.CreateTempSubdirectory("dialclip-vocabulary-").FullName;
        try
        {
            var added = Copy(from, folder);
            var tokenizer = ClipTokenizer.Load(folder, text.ContextLength);
            MergeCheck.Require(Path.Combine(folder, Tokens), Path.Combine(folder, Merges), added);
            // A backbone of a store is opened with exactly its embeddings, so what is trained over others has no use.
            if (ExportedClip.Exists(from) && tokenizer.VocabularySize != text.VocabularySize)
                throw new InvalidDataException(
                    $"The vocabulary of the backbone in '{from}' has {tokenizer.VocabularySize} tokens, but its text "
                        + $"tower has {text.VocabularySize} embeddings; expected as many. Import the checkpoint again, "
                        + "under another name."
                );
            if (!IsPadded(tokenizer.VocabularySize, text.VocabularySize))
                throw new InvalidDataException(
                    $"The vocabulary in '{from}' has {tokenizer.VocabularySize} tokens, but the text tower has "
                        + $"{text.VocabularySize} embeddings; expected as many, or padding to a multiple of 8 to "
                        + $"{MaxMultiple}. Use the vocabulary of the same model."
                );
            if (weights.EndToken is { } end && end != tokenizer.EndToken)
                throw new InvalidDataException(
                    $"The configuration has texts end with token {end}, but the vocabulary in '{from}' ends them with "
                        + $"{tokenizer.EndToken}. Use the vocabulary of the same model."
                );
            return tokenizer;
        }
        catch (InvalidDataException error) when (error.Message.Contains(folder, StringComparison.Ordinal))
        {
            // Not the name of a copy that is gone.
            var name = Path.TrimEndingDirectorySeparator(from);
            throw new InvalidDataException(error.Message.Replace(folder, name, StringComparison.Ordinal), error);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static WordPieceTokenizer LoadWordPieces(string folder, string type, ClipWeights weights)
    {
        var (path, text) = (Path.Combine(folder, WordPieces), weights.Config.Text);
        var tokenizer = WordPieceTokenizer.Read(
            File.ReadAllBytes(path),
            path,
            type == TokenizerTypes.WordPieceCased,
            text.ContextLength
        );
        return tokenizer.VocabularySize == text.VocabularySize
            ? tokenizer
            : throw new InvalidDataException(
                $"'{path}' has {tokenizer.VocabularySize} tokens, but the text tower has {text.VocabularySize} "
                    + "embeddings; expected as many. Build or import the backbone again."
            );
    }

    /// <summary>Cuts the embeddings that no token has, which is padding.</summary>
    /// <returns>The same weights where there are none.</returns>
    public static ClipWeights CutEmbeddings(ClipWeights weights, ITextTokenizer tokenizer)
    {
        const string Embeddings = "text.token_embedding.weight";
        var (text, count) = (weights.Config.Text, tokenizer.VocabularySize);
        if (count >= text.VocabularySize)
            return weights;
        return weights with
        {
            Config = weights.Config with { Text = text with { VocabularySize = count } },
            Tensors = new Dictionary<string, TensorData>(weights.Tensors, StringComparer.Ordinal)
            {
                [Embeddings] = new([count, text.Width], weights[Embeddings].Read),
            },
        };
    }

    private static bool IsPadded(int tokens, int embeddings)
    {
        for (var multiple = 1; multiple <= MaxMultiple; multiple *= 2)
            if ((tokens + multiple - 1) / multiple * multiple == embeddings && multiple is 1 or >= MinMultiple)
                return true;
        return false;
    }

    // Merges are texts such as "a b" in older files, pairs in newer ones.
    private static List<string> ConvertTokenizerJson(string combined, string to)
    {
        try
        {
            using var json = JsonDocument.Parse(ByteOrderMark.Skip(File.ReadAllBytes(combined)));
            var model = json.RootElement.GetProperty("model");
            if (model.TryGetProperty("type", out var type) && type.GetString() != "BPE")
                throw new InvalidDataException(
                    $"'{combined}' holds a '{type.GetString()}' tokenizer, expected CLIP's byte-pair one ('BPE')."
                );
            if (
                json.RootElement.TryGetProperty("normalizer", out var normalizer)
                && normalizer.ValueKind == JsonValueKind.Object
                && !normalizer.GetRawText().Contains("\"Lowercase\"", StringComparison.Ordinal)
            )
                throw new InvalidDataException(
                    $"'{combined}' has a normalizer that keeps capital letters; expected CLIP's, which lower-cases."
                );
            var vocabulary = model
                .GetProperty("vocab")
                .EnumerateObject()
                .ToDictionary(token => token.Name, token => token.Value.GetInt32(), StringComparer.Ordinal);
            var addedTokens = new List<string>();
            foreach (
                var added in json.RootElement.TryGetProperty("added_tokens", out var tokens)
                    ? [.. tokens.EnumerateArray()]
                    : Array.Empty<JsonElement>()
            )
            {
                addedTokens.Add(added.GetProperty("content").GetString()!);
                vocabulary.TryAdd(addedTokens[^1], added.GetProperty("id").GetInt32());
            }
            var merges = model
                .GetProperty("merges")
                .EnumerateArray()
                .Select(merge =>
                    merge.ValueKind == JsonValueKind.Array
                        ? $"{merge[0].GetString()} {merge[1].GetString()}"
                        : merge.GetString()!
                );
            if (
                vocabulary.FirstOrDefault(token => token.Value < 0 || token.Value >= vocabulary.Count) is
                { Key: { } hole }
            )
                throw new InvalidDataException(
                    $"'{combined}' gives '{hole}' the id {vocabulary[hole]}, but it has {vocabulary.Count} tokens; "
                        + $"expected the ids 0 to {vocabulary.Count - 1}. Remove the token from the file where the "
                        + "model was not trained with it."
                );
            File.WriteAllText(
                Path.Combine(to, Tokens),
                JsonSerializer.Serialize(
                    vocabulary.OrderBy(token => token.Value).ToDictionary(token => token.Key, token => token.Value),
                    Json
                )
            );
            File.WriteAllText(
                Path.Combine(to, Merges),
                "#version: 0.2\n" + string.Concat(merges.Select(merge => merge + "\n"))
            );
            return addedTokens;
        }
        catch (Exception error)
            when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"'{combined}' is not a valid tokenizer.json: {error.Message}", error);
        }
    }
}
