using System.Globalization;
using DialClip.Training.Checkpoints;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DialClip.Training.Loop;

/// <summary>What a stage needs to go on as if it had never stopped: weights, the optimiser's state, the number of steps done.</summary>
internal sealed class StageCheckpoint(RunFolder folder, string stage)
{
    private const string StepKey = "step";
    private const string FinishedKey = "finished";

    private string Weights => folder.FileOf(stage + ".safetensors");

    private string Optimizer(int step) => folder.FileOf($"{stage}.{step}.optimizer");

    /// <summary>Loads what was saved.</summary>
    /// <returns>The number of steps done, 0 where nothing was saved; and whether the stage had ended there.</returns>
    /// <exception cref="InvalidDataException">The checkpoint is damaged or is another module's.</exception>
    public (int Done, bool Finished) Restore(nn.Module module, OptimizerHelper optimizer)
    {
        if (!File.Exists(Weights))
            return (0, false);
        var notes = SafetensorsFile.ReadMetadata(Weights);
        var step = int.Parse(notes[StepKey], CultureInfo.InvariantCulture);
        ModuleWeights.Load(module, SafetensorsFile.Read(Weights), Weights);
        var finished = notes.ContainsKey(FinishedKey);
        if (File.Exists(Optimizer(step)))
            optimizer.load_state_dict(Optimizer(step));
        else if (!finished)
            throw new InvalidDataException(
                $"'{Weights}' stopped at step {step}, but '{Optimizer(step)}' with the optimiser's state is missing, and without it the run would become another one. Delete the folder and start anew."
            );
        return (step, finished);
    }

    /// <summary>Saves everything; the weights, which name the step, are replaced last and at once, so that a crash leaves one whole checkpoint.</summary>
    public void Save(nn.Module module, OptimizerHelper optimizer, int step, bool last)
    {
        if (!last)
            optimizer.save_state_dict(Optimizer(step));
        var notes = new Dictionary<string, string> { [StepKey] = step.ToString(CultureInfo.InvariantCulture) };
        if (last)
            notes[FinishedKey] = "true";
        SafetensorsFile.Write(Weights, ModuleWeights.Read(module), notes);
        foreach (
            var old in Directory
                .EnumerateFiles(folder.Path, stage + ".*.optimizer")
                .Where(file => last || file != Optimizer(step))
        )
            File.Delete(old);
    }
}
