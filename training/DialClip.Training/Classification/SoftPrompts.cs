using DialClip.Encoders.Text;
using DialClip.Training.Data.Photos;
using DialClip.Training.Modules;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DialClip.Training.Classification;

/// <summary>
/// Learned vectors before a class's name, shared by all classes: CoOp's unified context (arXiv 2109.01134, section
/// 3.2).
/// </summary>
internal sealed class SoftPrompts : Module
{
    private const string InitialText = "a photo of a";

    private readonly Parameter context;

    /// <summary>Initializes the vectors with the embeddings of "a photo of a", repeated as needed.</summary>
    /// <param name="tower">The frozen text tower.</param>
    /// <param name="tokenizer">The tokenizer.</param>
    /// <param name="count">M, the number of vectors, at least 1.</param>
    public SoftPrompts(ITextTower tower, ITextTokenizer tokenizer, int count)
        : base(nameof(SoftPrompts))
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var words = tokenizer.EncodeText(InitialText, count);
        var start = tower
            .Embed(
                tensor(
                    Enumerable.Range(0, count).Select(index => (long)words[index % words.Count]).ToArray(),
                    [1, count]
                )
            )
            .squeeze(0);
        context = new Parameter(start.detach().clone().MoveToOuterDisposeScope());
        RegisterComponents();
    }

    /// <summary>Encodes classes: start, soft vectors, name, full stop, end.</summary>
    /// <returns>(C, D), unit length.</returns>
    public Tensor Encode(ITextTower tower, ITextTokenizer tokenizer, IReadOnlyList<PhotoClass> classes)
    {
        using var scope = NewDisposeScope();
        var (ids, eot) = TextTensors.Pad([.. classes.Select(photoClass => tokenizer.Encode(photoClass.Name + "."))]);
        var embedded = tower.Embed(ids); // (C, T, W)
        var soft = context.unsqueeze(0).expand(classes.Count, -1, -1); // (C, M, W)
        var length = ids.shape[1];
        if (length + context.shape[0] > tokenizer.ContextLength)
            throw new InvalidDataException(
                $"The longest class name with {context.shape[0]} soft vectors has {length + context.shape[0]} tokens; "
                    + $"the text tower takes {tokenizer.ContextLength}. Shorten the name, or lower --context-length."
            );
        var spliced = cat([embedded.narrow(1, 0, 1), soft, embedded.narrow(1, 1, length - 1)], 1); // (C, T + M, W)
        return functional
            .normalize(tower.Encode(spliced, eot + context.shape[0], null), dim: -1)
            .MoveToOuterDisposeScope();
    }
}
