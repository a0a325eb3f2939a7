using DialClip.Model.Indexing;

namespace DialClip.Model.Tests.Indexing;

public class EmbeddingIndexTests
{
    [Theory]
    [InlineData(1, 1, 3)]
    [InlineData(2, 7, 1)]
    [InlineData(3, 33, 64)]
    [InlineData(4, 500, 96)]
    [InlineData(5, 1000, 17)]
    public void Search_RandomVectors_EqualsBruteForce(int seed, int count, int dimension)
    {
        var random = new Random(seed);
        // Few distinct values make many ties, among them whole equal rows.
        var vectors = Enumerable.Range(0, count * dimension).Select(_ => (float)random.Next(-2, 3)).ToArray();
        for (var item = 0; item < count; item++)
            vectors[item * dimension + random.Next(dimension)] = random.Next(1, 3);
        var query = Enumerable.Range(0, dimension).Select(_ => (float)random.NextDouble() + 0.01f).ToArray();
        var sut = new EmbeddingIndex(vectors, dimension);

        foreach (var top in new[] { 1, 5, count, count + 10 })
        {
            var hits = sut.Search(query, top);

            var cosines = Enumerable
                .Range(0, count)
                .Select(item => Cosine(vectors.AsSpan(item * dimension, dimension), query))
                .ToList();
            Assert.Equal(Math.Min(top, count), hits.Count);
            Assert.Equal(hits.Count, hits.Select(hit => hit.Item).Distinct().Count());
            Assert.All(hits, hit => Assert.Equal(cosines[hit.Item], hit.Score, 1e-5));
            Assert.All(
                hits.Zip(hits.Skip(1)),
                pair =>
                    Assert.True(
                        pair.First.Score > pair.Second.Score
                            || (pair.First.Score == pair.Second.Score && pair.First.Item < pair.Second.Item)
                    )
            );
            var returned = hits.Select(hit => hit.Item).ToHashSet();
            Assert.All(
                Enumerable.Range(0, count).Where(item => !returned.Contains(item)),
                item => Assert.True(cosines[item] <= hits[^1].Score + 1e-5)
            );
        }
    }

    [Theory]
    [InlineData(1, 0.5)]
    [InlineData(2, 0.02)]
    [InlineData(3, 0.98)]
    [InlineData(4, 0.0)]
    [InlineData(5, 1.0)]
    public void Search_WithARule_FindsTheBestOfWhatItAdmits(int seed, double share)
    {
        const int Count = 400,
            Dimension = 24;
        var random = new Random(seed);
        var vectors = Enumerable.Range(0, Count * Dimension).Select(_ => (float)random.Next(-2, 3)).ToArray();
        for (var item = 0; item < Count; item++)
            vectors[item * Dimension] = random.Next(1, 3);
        var query = Enumerable.Range(0, Dimension).Select(_ => (float)random.NextDouble() + 0.01f).ToArray();
        var admitted = Enumerable.Range(0, Count).Where(_ => random.NextDouble() < share).ToHashSet();
        var sut = new EmbeddingIndex(vectors, Dimension);
        var all = sut.Search(query, Count);

        foreach (var top in new[] { 0, 1, 3, 50, Count, Count + 1 })
        {
            var asked = new List<int>();

            var hits = sut.Search(
                query,
                top,
                item =>
                {
                    asked.Add(item);
                    return admitted.Contains(item);
                }
            );

            // The whole ranking is proven against brute force above; ties are in its order, too.
            Assert.Equal(all.Where(hit => admitted.Contains(hit.Item)).Take(top), hits);
            Assert.Equal(asked.Distinct(), asked);
        }
    }

    [Fact]
    public void Search_EqualVectors_LowerNumberFirst()
    {
        var sut = new EmbeddingIndex([0, 1, 1, 0, 2, 0, 5, 0], 2);

        var hits = sut.Search([3, 0], 2);

        Assert.Equal([new Hit(1, 1), new Hit(2, 1)], hits);
    }

    [Fact]
    public void Search_NoVectors_FindsNothing()
    {
        var sut = new EmbeddingIndex([], 4);

        Assert.Empty(sut.Search([1, 0, 0, 0], 3));
        Assert.Equal((0, 4), (sut.Count, sut.Dimension));
    }

    [Theory]
    [InlineData(float.NaN, "value 1 is NaN")]
    [InlineData(float.PositiveInfinity, "value 1 is Infinity")]
    [InlineData(0f, "all values are zero")]
    public void SearchAndConstructor_NoDirection_Throw(float value, string why)
    {
        var sut = new EmbeddingIndex([1, 0], 2);

        var query = Assert.Throws<ArgumentException>(() => sut.Search([0, value], 1));
        var vector = Assert.Throws<ArgumentException>(() => new EmbeddingIndex([1, 0, 0, value], 2));

        Assert.Contains(why, query.Message, StringComparison.Ordinal);
        Assert.Contains("Vector 1 has no direction: " + why, vector.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Search_OtherDimension_Throws()
    {
        var sut = new EmbeddingIndex([1, 0], 2);

        Assert.Contains(
            "3 values, but the index holds 2-d",
            Assert.Throws<ArgumentException>(() => sut.Search([1, 0, 0], 1)).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<ArgumentException>(() => new EmbeddingIndex([1, 0, 0], 2));
    }

    [Fact]
    public void Search_TinyAndHugeVectors_ScoreIsStillTheCosine()
    {
        var sut = new EmbeddingIndex([1e-30f, 1e-30f, 3e30f, 3e30f], 2);

        Assert.All(sut.Search([1e25f, 1e25f], 2), hit => Assert.Equal(1, hit.Score, 1e-6));
    }

    private static double Cosine(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        double dot = 0,
            leftSquare = 0,
            rightSquare = 0;
        for (var i = 0; i < left.Length; i++)
        {
            dot += (double)left[i] * right[i];
            leftSquare += (double)left[i] * left[i];
            rightSquare += (double)right[i] * right[i];
        }

        return dot / Math.Sqrt(leftSquare * rightSquare);
    }
}
