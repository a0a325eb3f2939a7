using BenchmarkDotNet.Attributes;
using DialClip.Model.Indexing;

namespace DialClip.Benchmarks.Indexing;

/// <summary>Until how many candidates is exact search fast enough to need no approximate one?</summary>
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
        vectors = Vector(random, Candidates * Dimension);
        query = Vector(random, Dimension);
        index = new EmbeddingIndex(vectors, Dimension);
    }

    /// <summary>Two plain loops, and the best ones kept by insertion.</summary>
    [Benchmark(Baseline = true)]
    public int PlainLoops()
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
            var place = Top - 1;
            for (; place > 0 && best[place - 1].Score < score; place--)
                best[place] = best[place - 1];
            best[place] = new(item, score);
        }
        return best[0].Item;
    }

    [Benchmark]
    public int ExactIndex() => index!.Search(query, Top)[0].Item;

    private static float[] Vector(Random random, int length)
    {
        var values = new float[length];
        for (var i = 0; i < length; i++)
            values[i] = random.NextSingle() - 0.5f;
        return values;
    }
}
