using DialClip.Encoders.Text;
using DialClip.Training.Data.Corpus;

namespace DialClip.Training.Pretraining;

/// <summary>Initial token embeddings of the bag of words, from word vectors.</summary>
internal static class TokenVectors
{
    /// <summary>Computes the embeddings of a vocabulary.</summary>
    /// <param name="words">The word vectors.</param>
    /// <param name="tokenizer">The tokenizer.</param>
    /// <param name="width">
    /// W, at least the dimension of the word vectors; the rest is initialized with small noise.
    /// </param>
    /// <param name="seed">The seed of the noise.</param>
    /// <returns>
    /// (V, W): for each token the mean over the words that it spells, weighted by frequency; centred, of unit variance.
    /// </returns>
    /// <exception cref="InvalidDataException">The word vectors are wider than the table.</exception>
    public static float[] Build(WordVectors words, ClipTokenizer tokenizer, int width, int seed)
    {
        if (words.Dimension > width)
            throw new InvalidDataException(
                $"The word vectors have {words.Dimension} values; expected at most the model's width of {width}."
            );
        var centre = new double[words.Dimension];
        foreach (var (_, values) in words.Vectors)
            for (var index = 0; index < centre.Length; index++)
                centre[index] += values[index] / (double)words.Vectors.Count;
        var sums = new double[tokenizer.VocabularySize, words.Dimension];
        var weights = new double[tokenizer.VocabularySize];
        for (var rank = 0; rank < words.Vectors.Count; rank++)
        {
            var (word, values) = words.Vectors[rank];
            var tokens = tokenizer.EncodeText(word, int.MaxValue);
            // Frequency by Zipf's law; a token among several is less specific to the word.
            var weight = 1.0 / ((rank + 10.0) * tokens.Count * tokens.Count);
            foreach (var token in tokens)
            {
                weights[token] += weight;
                for (var index = 0; index < centre.Length; index++)
                    sums[token, index] += weight * (values[index] - centre[index]);
            }
        }
        var random = new Random(seed);
        var table = new float[tokenizer.VocabularySize * width];
        for (var token = 0; token < tokenizer.VocabularySize; token++)
        {
            var row = table.AsSpan(token * width, width);
            var length = 0.0;
            for (var index = 0; index < centre.Length && weights[token] > 0; index++)
            {
                row[index] = (float)(sums[token, index] / weights[token]);
                length += row[index] * row[index];
            }
            var scale = length > 0 ? (float)Math.Sqrt(width / length) : 1;
            for (var index = 0; index < width; index++)
                row[index] = row[index] * scale + (float)((random.NextDouble() - 0.5) * (length > 0 ? 0.1 : 1));
        }
        return table;
    }
}
