using System.Text.Json;
using DialClip.Training.Checkpoints;
using DialClip.Training.Loop;
using DialClip.Training.Modules;
using static TorchSharp.torch;

namespace DialClip.Benchmarks.Heads;

/// <summary>A case as files, so that another program can train the same head from the same start on the same batches.</summary>
/// <param name="Folder">Where they lie.</param>
internal sealed record HeadFiles(string Folder)
{
    private string Clip => Path.Combine(Folder, "clip.safetensors");

    private string Trained => Path.Combine(Folder, "trained.safetensors");

    /// <summary>Writes everything.</summary>
    public static HeadFiles Write(string folder, HeadCase its)
    {
        var files = new HeadFiles(folder);
        var weights = RandomClip.Weights(its.Clip);
        SafetensorsFile.Write(files.Clip, weights.Tensors);
        manual_seed(its.Options.Seed);
        using (var head = new DialClipModule(its.Clip, its.Options.Head, weights["logit_scale"].Values[0]))
            SafetensorsFile.Write(Path.Combine(folder, "start.safetensors"), ModuleWeights.Read(head));
        var dialogs = its.MakeDialogs();
        var features = dialogs.SelectMany(dialog => dialog.Turns).SelectMany(turn => turn.Feature).ToArray();
        SafetensorsFile.Write(
            Path.Combine(folder, "batch.safetensors"),
            new Dictionary<string, TensorData>
            {
                ["pixels"] = its.MakePixels(),
                ["features"] = new([features.Length / its.Clip.Dimension, its.Clip.Dimension], features),
            }
        );
        var description = new
        {
            clip = its.Clip,
            options = its.Options,
            dialogs = dialogs.Select(dialog => new
            {
                dialog.Tokens,
                turns = dialog.Turns.Select(turn => new { modality = (int)turn.Modality, speaker = (int)turn.Speaker }),
                picture = dialog.Pictures[0],
                intent = (int)dialog.Intent!,
            }),
            draws = Enumerable.Range(0, its.Options.Loop.Steps).Select(step => Draw(its, step)),
        };
        File.WriteAllText(
            Path.Combine(folder, "case.json"),
            JsonSerializer.Serialize(description, JsonSerializerOptions.Web)
        );
        return files;
    }

    /// <summary>Reads the frozen model.</summary>
    public ClipWeights ReadClip(ClipConfig config) => new(config, SafetensorsFile.Read(Clip));

    /// <summary>Keeps what was trained: the other program says how far its own head is from it.</summary>
    public void KeepTrained(IReadOnlyDictionary<string, TensorData> head) => SafetensorsFile.Write(Trained, head);

    // The trainer's own draw. Were it another, the two heads would differ.
    private static int[] Draw(HeadCase its, int step)
    {
        var random = new Random(TrainingLoop.GetSeed(its.Options.Seed, step));
        return [.. Enumerable.Range(0, its.Options.Loop.BatchSize).Select(_ => random.Next(its.Dialogs))];
    }
}
