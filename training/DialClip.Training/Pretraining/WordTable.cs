using DialClip.Encoders.Text;
using DialClip.Training.Evaluation;
using DialClip.Training.Tokenizing;

namespace DialClip.Training.Pretraining;

/// <summary>Splits texts into words, and words into tokens and stems, once each. Not safe for several threads.</summary>
internal sealed class WordTable(ClipTokenizer tokenizer)
{
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
    private readonly List<int[]> tokens = [];
    private readonly List<string> stems = [];
    private readonly Dictionary<string, int[]> texts = new(StringComparer.Ordinal);

    /// <summary>Gets the numbers of a text's words, split where CLIP's tokeniser splits.</summary>
    public int[] Words(string text)
    {
        if (!texts.TryGetValue(text, out var words))
            texts[text] = words = [.. ClipWords.Split(text.ToLowerInvariant()).Select(Number)];
        return words;
    }

    /// <summary>Gets the token ids of a word.</summary>
    public int[] Tokens(int word) => tokens[word];

    /// <summary>Gets a word without its ending, to tell "sneezing" and "sneeze" as one.</summary>
    public string Stem(int word) => stems[word];

    private int Number(string word)
    {
        if (numbers.TryGetValue(word, out var number))
            return number;
        numbers[word] = number = tokens.Count;
        tokens.Add([.. tokenizer.EncodeText(word, int.MaxValue)]);
        stems.Add(LexicalTerms.StemOf(word));
        return number;
    }
}
