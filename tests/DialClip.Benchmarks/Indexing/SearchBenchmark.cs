using BenchmarkDotNet.Attributes;
using DialClip.Model.Indexing;

namespace DialClip.Benchmarks.Indexing;

/// <summary>Measures exact search, to decide from how many candidates on an approximate one is needed.</summary>
[MemoryDiagnoser]
public class SearchBenchmark
{
    private const int Dimension = 512;
    private const int Top = 10;

    private float[] vectors = [];
    private float[] query = [];
    private EmbeddingIndex? index;

    /// <summary>Gets or sets the number of candidates.</summary>
    [Params(1_000, 10_000, 100_000)]
    public int Candidates { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        vectors = CreateVector(random, Candidates * Dimension);
        query = CreateVector(random, Dimension);
        index = new EmbeddingIndex(vectors, Dimension);
    }

    /// <summary>Searches with two plain loops and sorted insertion.</summary>
    [Benchmark(Baseline = true)]
    public int Loops()
    {
        var best = new Hit[Top];
        Array.Fill(best, new Hit(-1, float.NegativeInfinity));
        for (var item = 0; item < Candidates; item++)
        {
            var score = 0f;
            for (var i = 0; i < Dimension; i++)
                score += query[i] * vectors[item * Dimension + i];
            if (score <= best[^1].Score)
                continue;
            var rank = Top - 1;
            for (; rank > 0 && best[rank - 1].Score < score; rank--)
                best[rank] = best[rank - 1];
            best[rank] = new(item, score);
        }
        return best[0].Item;
    }

    [Benchmark]
    public int ExactIndex() => index!.Search(query, Top)[0].Item;

    private static float[] CreateVector(Random random, int length)
    {
        var values = new float[length];
        for (var i = 0; i < length; i++)
            values[i] = random.NextSingle() - 0.5f;
        return values;
    }
}
