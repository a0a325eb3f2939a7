using DialClip.Encoders.Text;
using DialClip.Model.Indexing.Lexical;
using DialClip.Training.Tokenizing;

namespace DialClip.Training.Pretraining;

/// <summary>A cache of words by index, with their tokens and stems. Not thread-safe.</summary>
internal sealed class WordTable(ClipTokenizer tokenizer)
{
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
    private readonly List<int[]> tokens = [];
    private readonly List<string> stems = [];
    private readonly Dictionary<string, int[]> texts = new(StringComparer.Ordinal);

    /// <summary>Gets the indices of a text's words, split as CLIP's tokenizer does.</summary>
    public int[] Words(string text)
    {
        if (!texts.TryGetValue(text, out var words))
            texts[text] = words = [.. ClipWords.Split(text.ToLowerInvariant()).Select(GetIndex)];
        return words;
    }

    /// <summary>Gets the token ids of a word.</summary>
    public int[] Tokens(int word) => tokens[word];

    /// <summary>Gets the stem of a word.</summary>
    public string Stem(int word) => stems[word];

    private int GetIndex(string word)
    {
        if (numbers.TryGetValue(word, out var number))
            return number;
        numbers[word] = number = tokens.Count;
        tokens.Add([.. tokenizer.EncodeText(word, int.MaxValue)]);
        stems.Add(LexicalTerms.Stem(word));
        return number;
    }
}
