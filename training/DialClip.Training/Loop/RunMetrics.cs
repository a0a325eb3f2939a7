using System.Text.Json;
using DialClip.Shared.IO;

namespace DialClip.Training.Loop;

/// <summary>The writer of a run's losses and validation metrics to metrics.jsonl, one JSON object a line.</summary>
internal sealed class RunMetrics : IDisposable
{
    /// <summary>The name of the file.</summary>
    public const string FileName = "metrics.jsonl";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly StreamWriter writer;
    private readonly string stage;

    private RunMetrics(StreamWriter writer, string stage) => (this.writer, this.stage) = (writer, stage);

    /// <summary>Opens the file to append to a stage after a step.</summary>
    /// <remarks>Removes later steps of the stage, which an interrupted run wrote and a resumed one repeats.</remarks>
    public static RunMetrics Continue(RunFolder folder, string stage, int done)
    {
        var path = folder.GetPath(FileName);
        if (File.Exists(path))
        {
            var remaining = Read(path)
                .Where(entry => entry.Stage != stage || entry.Step <= done)
                .Select(entry => JsonSerializer.Serialize(entry, Json))
                .ToList();
            AtomicFile.WriteAllText(path, string.Concat(remaining.Select(line => line + Environment.NewLine)));
        }
        return new(new StreamWriter(path, append: true) { AutoFlush = true }, stage);
    }

    /// <summary>Reads a run's file up to the first incomplete line, which a crash may leave.</summary>
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

    /// <summary>Writes the loss and the learning rate of a step.</summary>
    public void WriteStep(int step, double loss, double rate) =>
        Write(new(stage, step) { Loss = loss, LearningRate = rate });

    /// <summary>Writes validation metrics after a step.</summary>
    public void WriteValidation(int step, IReadOnlyDictionary<string, double> values) =>
        Write(new(stage, step) { Validation = values });

    public void Dispose() => writer.Dispose();

    private void Write(RunMetric metric) => writer.WriteLine(JsonSerializer.Serialize(metric, Json));
}
