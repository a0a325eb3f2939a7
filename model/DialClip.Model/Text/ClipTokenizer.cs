using System.Buffers;
using System.Collections.Concurrent;
using System.IO.Compression;

namespace DialClip.Model.Text;

/// <summary>
/// CLIP's byte-level BPE tokenizer: texts are composed (NFC) and lower-cased, HTML and typographic signs stay as they are,
/// and the names of special tokens inside a text are ordinary text. Safe for use by many threads.
/// </summary>
public sealed class ClipTokenizer
{
    private const int CachedWords = 16_384;
    private const int LongestCachedWord = 64;

    private readonly BytePairVocabulary vocabulary;
    private readonly BytePairMerger merger;
    private readonly ConcurrentDictionary<string, int[]> cache = new(StringComparer.Ordinal);
    private int cached;

    private ClipTokenizer(BytePairVocabulary vocabulary, int contextLength)
    {
        if (contextLength < 2)
            throw new ArgumentOutOfRangeException(nameof(contextLength), contextLength, "A context holds the start and the end token at least, so its length is 2 or more.");
        this.vocabulary = vocabulary;
        merger = new BytePairMerger(vocabulary.Merges);
        ContextLength = contextLength;
    }

    /// <summary>Gets the number of token ids; they run from 0 to one less than this.</summary>
    public int VocabularySize => vocabulary.Tokens.Count;

    /// <summary>Gets the id that begins every encoded text.</summary>
    public int StartToken => vocabulary.StartToken;

    /// <summary>Gets the id that ends every encoded text.</summary>
    public int EndToken => vocabulary.EndToken;

    /// <summary>Gets the most ids that <see cref="Encode"/> returns, start and end included.</summary>
    public int ContextLength { get; }

    /// <summary>Loads the vocabulary of a folder that holds vocab.json and merges.txt.</summary>
    /// <exception cref="FileNotFoundException">One of the two files is missing.</exception>
    /// <exception cref="InvalidDataException">They are damaged or do not belong together.</exception>
    public static ClipTokenizer Load(string folder, int contextLength = 77) => new(VocabularyFiles.ReadFolder(folder), contextLength);

    /// <summary>Loads the merges as OpenAI publishes them (bpe_simple_vocab_16e6.txt, gzip or plain) and numbers the tokens as CLIP does.</summary>
    /// <exception cref="InvalidDataException">The file is damaged or holds too few merges.</exception>
    public static ClipTokenizer FromMerges(string path, int vocabularySize = 49_408, int contextLength = 77)
    {
        using var file = File.OpenRead(path);
        using Stream content = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var reader = new StreamReader(content, System.Text.Encoding.UTF8);
        return new(VocabularyFiles.FromMerges(Lines(reader), vocabularySize, path), contextLength);
    }

    /// <summary>Gets the ids of a whole text, without start and end.</summary>
    public IReadOnlyList<int> EncodeText(string text) => EncodeText(text, int.MaxValue);

    /// <summary>Gets start, the ids of the text and end; a text that is too long keeps its beginning, and the end stays last.</summary>
    public int[] Encode(string text) => Frame(EncodeText(text, ContextLength - 2));

    /// <summary>Gets the text of ids, lower-cased as it was encoded; start and end are left out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An id lies outside the vocabulary.</exception>
    public string Decode(IEnumerable<int> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        var bytes = new ArrayBufferWriter<byte>();
        foreach (var id in ids.Where(id => id != StartToken && id != EndToken))
        {
            if (id < 0 || id >= VocabularySize)
                throw new ArgumentOutOfRangeException(nameof(ids), id, $"Token ids of this vocabulary run from 0 to {VocabularySize - 1}.");
            var token = vocabulary.Tokens[id];
            var endsWord = token.EndsWith(ByteSymbols.EndOfWord, StringComparison.Ordinal);
            var symbols = endsWord ? token[..^ByteSymbols.EndOfWord.Length] : token;
            bytes.Write(ByteSymbols.Bytes(symbols) ?? System.Text.Encoding.UTF8.GetBytes(symbols));
            if (endsWord)
                bytes.Write(" "u8);
        }

        return System.Text.Encoding.UTF8.GetString(bytes.WrittenSpan).TrimEnd(' ');
    }

    /// <summary>Gets the first ids of a text, without doing more of it than they need.</summary>
    internal List<int> EncodeText(string text, int most)
    {
        ArgumentNullException.ThrowIfNull(text);
        var ids = new List<int>();
        foreach (var word in WordSplitter.Split(WordSplitter.Clean(text)))
        {
            if (ids.Count >= most)
                break;
            ids.AddRange(EncodeWord(word));
        }

        if (ids.Count > most)
            ids.RemoveRange(most, ids.Count - most);
        return ids;
    }

    /// <summary>Puts start and end around ids that fit.</summary>
    internal int[] Frame(List<int> ids) => [StartToken, .. ids, EndToken];

    private int[] EncodeWord(string word)
    {
        if (cache.TryGetValue(word, out var known))
            return known;
        var bytes = System.Text.Encoding.UTF8.GetBytes(word);
        var symbols = new int[bytes.Length];
        for (var i = 0; i < bytes.Length; i++)
            symbols[i] = vocabulary.Symbol(bytes[i], endsWord: i == bytes.Length - 1);
        var ids = merger.Merge(symbols);
        Remember(word, ids);
        return ids;
    }

    private void Remember(string word, int[] ids)
    {
        if (word.Length > LongestCachedWord || !cache.TryAdd(word, ids) || Interlocked.Increment(ref cached) <= CachedWords)
            return;
        // Common words come back at once; random ones must not fill the memory.
        cache.Clear();
        Interlocked.Exchange(ref cached, 0);
    }

    private static IEnumerable<string> Lines(StreamReader reader)
    {
        while (reader.ReadLine() is { } line)
            yield return line;
    }
}
