using DialClip.Encoders.Text;
using DialClip.Training.Tokenizing;

namespace DialClip.Training.Tests.Tokenizing;

public sealed class BytePairTrainerTests
{
    [Fact]
    public void Train_WeightedWords_MergesTheMostFrequentPairFirst()
    {
        var words = new Dictionary<string, long>
        {
            ["low"] = 5,
            ["lower"] = 2,
            ["newest"] = 6,
            ["widest"] = 3,
        };

        var merges = BytePairTrainer.Train(words, 3);

        // "e s" and "s t</w>" both occur 9 times: the ordinal order decides, and the second then becomes "es t</w>".
        Assert.Equal([("e", "s"), ("es", "t</w>"), ("l", "o")], merges);
    }

    [Fact]
    public void Train_MoreMergesThanPairs_ReturnsWhatThereIs()
    {
        var merges = BytePairTrainer.Train(new Dictionary<string, long> { ["abc"] = 1 }, 100);

        Assert.Equal([("a", "b"), ("ab", "c</w>")], merges);
    }

    [Fact]
    public void Train_RandomWords_AgreesWithRecountingEveryPairEachTime()
    {
        var random = new Random(7);
        var words = Enumerable
            .Range(0, 60)
            .Select(_ => string.Concat(Enumerable.Range(0, random.Next(1, 8)).Select(_ => "abcd"[random.Next(4)])))
            .Distinct()
            .ToDictionary(word => word, _ => (long)random.Next(1, 20));

        var merges = BytePairTrainer.Train(words, 40);

        Assert.Equal(ByRecounting(words, 40), merges);
    }

    [Fact]
    public void Write_TrainedMerges_LoadAsClipTokenizer()
    {
        var folder = Directory.CreateTempSubdirectory("dialclip-vocabulary-").FullName;
        try
        {
            var merges = BytePairTrainer.Train(
                BytePairTrainer.CountWords([("Good morning, good night! caf\u00e9", 10)]),
                50
            );

            var size = VocabularyWriter.Write(folder, merges);

            var tokenizer = ClipTokenizer.Load(folder);
            Assert.Equal(512 + merges.Count + 2, size);
            Assert.Equal(size, tokenizer.VocabularySize);
            Assert.Single(tokenizer.EncodeText("morning", 9));
            Assert.Equal(tokenizer.EncodeText("good caf\u00e9", 9), tokenizer.EncodeText("Good cafe\u0301", 9));
            Assert.Single(tokenizer.EncodeText("caf\u00e9", 9));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // The definition, without any of the trainer's bookkeeping.
    private static List<(string Left, string Right)> ByRecounting(Dictionary<string, long> words, int most)
    {
        var spelled = words
            .Select(pair =>
                (
                    Symbols: pair.Key.Select((c, at) => at + 1 == pair.Key.Length ? c + "</w>" : c.ToString()).ToList(),
                    pair.Value
                )
            )
            .ToList();
        var merges = new List<(string, string)>();
        while (merges.Count < most)
        {
            var best = spelled
                .SelectMany(word => word.Symbols.Zip(word.Symbols.Skip(1), (left, right) => (left, right, word.Value)))
                .GroupBy(pair => (pair.left, pair.right), pair => pair.Value)
                .OrderByDescending(group => group.Sum())
                .ThenBy(group => group.Key.left, StringComparer.Ordinal)
                .ThenBy(group => group.Key.right, StringComparer.Ordinal)
                .FirstOrDefault();
            if (best is null)
                break;
            merges.Add(best.Key);
            foreach (var (symbols, _) in spelled)
                for (var at = 0; at + 1 < symbols.Count; at++)
                    if ((symbols[at], symbols[at + 1]) == best.Key)
                    {
                        symbols[at] += symbols[at + 1];
                        symbols.RemoveAt(at + 1);
                    }
        }
        return merges;
    }
}
