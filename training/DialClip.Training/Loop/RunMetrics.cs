using System.Text.Json;
using DialClip.Shared.IO;

namespace DialClip.Training.Loop;

/// <summary>What a run measured as it went, one JSON object a line in metrics.jsonl: losses of every stage, and measurements between them.</summary>
internal sealed class RunMetrics : IDisposable
{
    /// <summary>The name of the file.</summary>
    public const string FileName = "metrics.jsonl";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly StreamWriter writer;
    private readonly string stage;

    private RunMetrics(StreamWriter writer, string stage) => (this.writer, this.stage) = (writer, stage);

    /// <summary>Opens the file to go on after a step; what an interrupted run had written of later steps of this stage is taken away, because they are done again.</summary>
    public static RunMetrics Continue(RunFolder folder, string stage, int done)
    {
        var path = folder.FileOf(FileName);
        if (File.Exists(path))
        {
            var kept = Read(path)
                .Where(entry => entry.Stage != stage || entry.Step <= done)
                .Select(entry => JsonSerializer.Serialize(entry, Json))
                .ToList();
            AtomicFile.WriteAllText(path, string.Concat(kept.Select(line => line + Environment.NewLine)));
        }
        return new(new StreamWriter(path, append: true) { AutoFlush = true }, stage);
    }

    /// <summary>Reads a run's file; a line that a crash cut off is left out.</summary>
    public static IReadOnlyList<RunMetric> Read(string path)
    {
        var metrics = new List<RunMetric>();
        foreach (var line in File.ReadLines(path))
        {
            try
            {
                if (JsonSerializer.Deserialize<RunMetric>(line, Json) is { } metric)
                    metrics.Add(metric);
            }
            catch (JsonException)
            {
                break;
            }
        }
        return metrics;
    }

    /// <summary>Adds the loss of a step.</summary>
    public void Step(int step, double loss, double rate) =>
        Write(new(stage, step) { Loss = loss, LearningRate = rate });

    /// <summary>Adds what was measured after a step.</summary>
    public void Measured(int step, IReadOnlyDictionary<string, double> values) =>
        Write(new(stage, step) { Validation = values });

    public void Dispose() => writer.Dispose();

    private void Write(RunMetric metric) => writer.WriteLine(JsonSerializer.Serialize(metric, Json));
}
