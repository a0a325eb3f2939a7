using DialClip.Encoders.Text;
using DialClip.Training.Data.Photos;
using DialClip.Training.Modules;
using static TorchSharp.torch;

namespace DialClip.Training.Classification;

/// <summary>Makes the frozen text features of classes: the mean over hand-crafted templates.</summary>
internal static class TemplateFeatures
{
    /// <summary>Encodes each class with every template.</summary>
    /// <returns>(C, D), unit length; no gradient.</returns>
    public static Tensor Of(
        TextTower tower,
        ClipTokenizer tokenizer,
        IReadOnlyList<PhotoClass> classes,
        IReadOnlyList<string> templates
    )
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var sentences = classes
            .SelectMany(one => templates.Select(template => tokenizer.Encode(ClassTemplates.Fill(template, one.Name))))
            .ToList();
        var each = TextEncoding.Encode(tower, sentences).view(classes.Count, templates.Count, -1); // (C, templates, D)
        return nn.functional.normalize(each.mean([1]), dim: -1).MoveToOuterDisposeScope();
    }
}
