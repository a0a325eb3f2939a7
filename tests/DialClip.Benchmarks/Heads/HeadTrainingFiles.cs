using System.Text.Json;
using DialClip.Training.Checkpoints;
using DialClip.Training.Loop;
using DialClip.Training.Modules;
using static TorchSharp.torch;

namespace DialClip.Benchmarks.Heads;

/// <summary>The files of a case, with which another program trains the same head on the same batches.</summary>
/// <param name="Folder">The folder.</param>
internal sealed record HeadTrainingFiles(string Folder)
{
    private string Clip => Path.Combine(Folder, "clip.safetensors");

    private string Trained => Path.Combine(Folder, "trained.safetensors");

    /// <summary>Writes the files of a case.</summary>
    public static HeadTrainingFiles Write(string folder, HeadTrainingCase trainingCase)
    {
        var files = new HeadTrainingFiles(folder);
        var weights = RandomClip.CreateWeights(trainingCase.Clip);
        SafetensorsFile.Write(files.Clip, weights.Tensors);
        manual_seed(trainingCase.Options.Seed);
        using (
            var head = new DialClipModule(
                trainingCase.Clip,
                trainingCase.Options.Head,
                weights["logit_scale"].Values[0]
            )
        )
            SafetensorsFile.Write(Path.Combine(folder, "start.safetensors"), ModuleWeights.Read(head));
        var dialogs = trainingCase.CreateDialogs();
        var features = dialogs.SelectMany(dialog => dialog.Turns).SelectMany(turn => turn.Feature).ToArray();
        SafetensorsFile.Write(
            Path.Combine(folder, "batch.safetensors"),
            new Dictionary<string, TensorData>
            {
                ["pixels"] = trainingCase.CreatePixels(),
                ["features"] = new(
                    [features.Length / trainingCase.Clip.Dimension, trainingCase.Clip.Dimension],
                    features
                ),
            }
        );
        var description = new
        {
            clip = trainingCase.Clip,
            options = trainingCase.Options,
            dialogs = dialogs.Select(dialog => new
            {
                dialog.Tokens,
                turns = dialog.Turns.Select(turn => new { modality = (int)turn.Modality, speaker = (int)turn.Speaker }),
                picture = dialog.Pictures[0],
                intent = (int)dialog.Intent!,
            }),
            draws = Enumerable.Range(0, trainingCase.Options.Loop.Steps).Select(step => DrawBatch(trainingCase, step)),
        };
        File.WriteAllText(
            Path.Combine(folder, "case.json"),
            JsonSerializer.Serialize(description, JsonSerializerOptions.Web)
        );
        return files;
    }

    /// <summary>Reads the frozen CLIP.</summary>
    public ClipWeights ReadClip(ClipConfig config) => new(config, SafetensorsFile.Read(Clip));

    /// <summary>Writes the trained head, with which the other program compares its own.</summary>
    public void WriteTrained(IReadOnlyDictionary<string, TensorData> head) => SafetensorsFile.Write(Trained, head);

    // As the trainer draws, for equal heads.
    private static int[] DrawBatch(HeadTrainingCase trainingCase, int step)
    {
        var random = new Random(TrainingLoop.GetSeed(trainingCase.Options.Seed, step));
        return
        [
            .. Enumerable.Range(0, trainingCase.Options.Loop.BatchSize).Select(_ => random.Next(trainingCase.Dialogs)),
        ];
    }
}
