using DialClip.Model.Imaging;
using DialClip.Model.Text;
using DialClip.Training.Checkpoints;
using DialClip.Training.Modules;
using DialClip.Training.Pretraining;
using static TorchSharp.torch;

namespace DialClip.Training.Tuning;

/// <summary>A CLIP model whose weights no gradient reaches, with what makes its inputs.</summary>
internal sealed class FrozenClip : IDisposable
{
    public FrozenClip(ClipWeights weights, ClipTokenizer tokenizer)
    {
        Weights = weights;
        Tokenizer = tokenizer;
        Preprocessor = new ImagePreprocessor(weights.Config.Vision.ImageSize, PictureSet.Mean, PictureSet.Std);
        Towers = new ClipTower(weights.Config);
        ModuleWeights.Load(Towers, weights.Tensors, "the checkpoint");
        foreach (var parameter in Towers.parameters())
            parameter.requires_grad = false;
        Towers.eval();
    }

    public ClipWeights Weights { get; }

    public ClipTokenizer Tokenizer { get; }

    public ImagePreprocessor Preprocessor { get; }

    public ClipTower Towers { get; }

    /// <summary>Gets the feature of one text, D values of unit length.</summary>
    public float[] EncodeText(string text)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        return ModuleWeights.Read(TextEncoding.Encode(Towers.Text, [Tokenizer.Encode(text)])).Values;
    }

    /// <summary>Gets the feature of one picture, D values of unit length.</summary>
    /// <param name="pixels">(3, S, S), as <see cref="Preprocessor"/> makes them.</param>
    public float[] EncodePixels(float[] pixels)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var side = Preprocessor.Size;
        return ModuleWeights.Read(nn.functional.normalize(Towers.Visual.call(tensor(pixels, [1, 3, side, side]), null), dim: -1)).Values;
    }

    public void Dispose() => Towers.Dispose();
}
