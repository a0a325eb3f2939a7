using System.Globalization;
using DialClip.Training.Checkpoints;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DialClip.Training.Loop;

/// <summary>The checkpoint of a stage: weights, optimizer state and the number of steps done.</summary>
internal sealed class StageCheckpoint(RunFolder folder, string stage)
{
    private const string StepKey = "step";
    private const string FinishedKey = "finished";

    private string WeightsPath => folder.GetPath(stage + ".safetensors");

    private string GetOptimizerPath(int step) => folder.GetPath($"{stage}.{step}.optimizer");

    /// <summary>Restores the checkpoint, if there is one.</summary>
    /// <returns>The number of steps done, 0 without a checkpoint; and whether the stage is finished.</returns>
    /// <exception cref="InvalidDataException">The checkpoint is incomplete or belongs to another module.</exception>
    public (int Done, bool Finished) Restore(nn.Module module, OptimizerHelper optimizer)
    {
        if (!File.Exists(WeightsPath))
            return (0, false);
        var metadata = SafetensorsFile.ReadMetadata(WeightsPath);
        var step = int.Parse(metadata[StepKey], CultureInfo.InvariantCulture);
        ModuleWeights.Load(module, SafetensorsFile.Read(WeightsPath), WeightsPath);
        var finished = metadata.ContainsKey(FinishedKey);
        if (File.Exists(GetOptimizerPath(step)))
            optimizer.load_state_dict(GetOptimizerPath(step));
        else if (!finished)
            throw new InvalidDataException(
                $"Checkpoint '{WeightsPath}' is of step {step}, but its optimizer state '{GetOptimizerPath(step)}' is "
                    + "missing; the run cannot be resumed exactly. Delete the folder and start again."
            );
        return (step, finished);
    }

    /// <summary>Saves the checkpoint; a crash leaves either the old or the new one.</summary>
    /// <remarks>The weights, whose metadata name the step, are replaced last and atomically.</remarks>
    public void Save(nn.Module module, OptimizerHelper optimizer, int step, bool last)
    {
        if (!last)
            optimizer.save_state_dict(GetOptimizerPath(step));
        var metadata = new Dictionary<string, string> { [StepKey] = step.ToString(CultureInfo.InvariantCulture) };
        if (last)
            metadata[FinishedKey] = "true";
        SafetensorsFile.Write(WeightsPath, ModuleWeights.Read(module), metadata);
        foreach (
            var obsolete in Directory
                .EnumerateFiles(folder.Path, stage + ".*.optimizer")
                .Where(file => last || file != GetOptimizerPath(step))
        )
            File.Delete(obsolete);
    }
}
