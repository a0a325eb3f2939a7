using DialClip.Encoders.Text;
using DialClip.Training.Data.Corpus;

namespace DialClip.Training.Pretraining;

/// <summary>Spreads vectors of words over the tokens that spell them: where the bag of words begins.</summary>
internal static class TokenVectors
{
    /// <summary>Makes a table for a vocabulary.</summary>
    /// <param name="words">The words' vectors.</param>
    /// <param name="tokenizer">The vocabulary.</param>
    /// <param name="width">W, at least the vectors' dimension; what is beyond it begins as small noise.</param>
    /// <param name="seed">The seed of that noise.</param>
    /// <returns>(V, W): for each token the mean over the words that it spells, frequent words counting more; centred, of unit variance.</returns>
    /// <exception cref="InvalidDataException">The vectors are wider than the table.</exception>
    public static float[] Make(WordVectors words, ClipTokenizer tokenizer, int width, int seed)
    {
        if (words.Dimension > width)
            throw new InvalidDataException(
                $"The word vectors have {words.Dimension} values, expected at most the model's width of {width}."
            );
        var centre = new double[words.Dimension];
        foreach (var (_, values) in words.Vectors)
            for (var at = 0; at < centre.Length; at++)
                centre[at] += values[at] / (double)words.Vectors.Count;
        var sums = new double[tokenizer.VocabularySize, words.Dimension];
        var weights = new double[tokenizer.VocabularySize];
        for (var rank = 0; rank < words.Vectors.Count; rank++)
        {
            var (word, values) = words.Vectors[rank];
            var tokens = tokenizer.EncodeText(word, int.MaxValue);
            // Zipf's law stands in for counts; a piece among several says less of the word.
            var weight = 1.0 / ((rank + 10.0) * tokens.Count * tokens.Count);
            foreach (var token in tokens)
            {
                weights[token] += weight;
                for (var at = 0; at < centre.Length; at++)
                    sums[token, at] += weight * (values[at] - centre[at]);
            }
        }
        var random = new Random(seed);
        var table = new float[tokenizer.VocabularySize * width];
        for (var token = 0; token < tokenizer.VocabularySize; token++)
        {
            var row = table.AsSpan(token * width, width);
            var length = 0.0;
            for (var at = 0; at < centre.Length && weights[token] > 0; at++)
            {
                row[at] = (float)(sums[token, at] / weights[token]);
                length += row[at] * row[at];
            }
            var scale = length > 0 ? (float)Math.Sqrt(width / length) : 1;
            for (var at = 0; at < width; at++)
                row[at] = row[at] * scale + (float)((random.NextDouble() - 0.5) * (length > 0 ? 0.1 : 1));
        }
        return table;
    }
}
