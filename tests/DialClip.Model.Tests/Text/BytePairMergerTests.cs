using DialClip.Model.Text;

namespace DialClip.Model.Tests.Text;

public sealed class BytePairMergerTests
{
    [Fact]
    public void Merge_RandomMergesAndWords_EqualsTheTextbookLoop()
    {
        var random = new Random(11);
        for (var round = 0; round < 60; round++)
        {
            var merges = RandomMerges(random, letters: 3, count: 25);
            var sut = new BytePairMerger(merges);
            for (var i = 0; i < 20; i++)
            {
                int[] word = [.. Enumerable.Range(0, random.Next(1, 60)).Select(_ => random.Next(3))];

                var merged = sut.Merge([.. word]);

                Assert.Equal(Textbook(word, merges), merged);
            }
        }
    }

    // Every merged token is new, as training makes them: what a merge makes can only take part in later ones.
    private static Dictionary<(int Left, int Right), (int Rank, int Merged)> RandomMerges(Random random, int letters, int count)
    {
        var merges = new Dictionary<(int Left, int Right), (int Rank, int Merged)>();
        while (merges.Count < count)
        {
            var known = letters + merges.Count;
            merges.TryAdd((random.Next(known), random.Next(known)), (merges.Count, known));
        }

        return merges;
    }

    private static List<int> Textbook(int[] word, Dictionary<(int Left, int Right), (int Rank, int Merged)> merges)
    {
        List<int> symbols = [.. word];
        while (true)
        {
            var pairs = symbols.Zip(symbols.Skip(1)).Where(merges.ContainsKey).ToList();
            if (pairs.Count == 0)
                return symbols;
            var best = pairs.MinBy(pair => merges[pair].Rank);
            for (var i = 0; i + 1 < symbols.Count; i++)
            {
                if ((symbols[i], symbols[i + 1]) != best)
                    continue;
                symbols[i] = merges[best].Merged;
                symbols.RemoveAt(i + 1);
            }
        }
    }
}
