using System.CommandLine;
using DialClip.Training.Heads;
using static TorchSharp.torch;

namespace DialClip.Training.Commands;

/// <summary>The options of the frozen CLIP: its checkpoint, its features, and where it is computed.</summary>
internal sealed class FrozenClipOptions
{
    private readonly Option<DirectoryInfo> checkpoint = new("--checkpoint")
    {
        Description = "The frozen CLIP, in open_clip's or Hugging Face's layout, with its vocabulary.",
        Required = true,
    };
    private readonly Option<int?> threads = new("--threads")
    {
        Description = "Threads per operator; results depend on it in the last bits.",
    };
    private readonly Option<string> device = new("--device")
    {
        Description = "cpu or cuda.",
        DefaultValueFactory = _ => "cpu",
    };
    private readonly Option<DirectoryInfo> features = new("--features")
    {
        Description = "The cache of features of earlier turns, shared by all runs.",
        DefaultValueFactory = _ => new DirectoryInfo("artifacts/features"),
    };

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { checkpoint, threads, device, features })
            command.Options.Add(option);
        device.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is not ("cpu" or "cuda") and var other)
                result.AddError($"--device is '{other}', expected cpu or cuda.");
        });
    }

    /// <summary>Loads the CLIP, with a cache of features on disk.</summary>
    /// <exception cref="InvalidDataException">It is malformed, or CUDA is requested but not available.</exception>
    public FrozenClip Load(ParseResult parsed)
    {
        if (parsed.GetValue(threads) is { } count)
            set_num_threads(count);
        var useCuda = parsed.GetValue(device) == "cuda";
        if (useCuda && !cuda.is_available())
            throw new InvalidDataException(
                "--device is cuda, but TorchSharp finds no CUDA device. Omit it to train on the CPU."
            );
        return FrozenClip.Load(
            parsed.GetValue(checkpoint)!.FullName,
            useCuda ? CUDA : CPU,
            parsed.GetValue(features)!.FullName
        );
    }
}
