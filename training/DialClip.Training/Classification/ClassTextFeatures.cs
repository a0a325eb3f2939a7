using DialClip.Encoders.Text;
using DialClip.Training.Data.Photos;
using DialClip.Training.Heads;
using DialClip.Training.Modules;
using static TorchSharp.torch;

namespace DialClip.Training.Classification;

/// <summary>Encodes the text features by which photos are classified.</summary>
internal static class ClassTextFeatures
{
    /// <summary>
    /// Encodes classes by the templates without prompts, by the soft prompts, or for E2MIM by the mean of both.
    /// </summary>
    /// <returns>(C, D), unit length; no gradient.</returns>
    public static Tensor Encode(
        FrozenClip clip,
        IReadOnlyList<PhotoClass> classes,
        IReadOnlyList<string> templates,
        SoftPrompts? prompts,
        PromptMethod? method
    )
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var crafted = EncodeTemplates(clip.Towers.Text, clip.Tokenizer, classes, templates);
        if (prompts is null)
            return crafted.MoveToOuterDisposeScope();
        var soft = prompts.Encode(clip.Towers.Text, clip.Tokenizer, classes);
        return (
            method == PromptMethod.E2Mim ? nn.functional.normalize((soft + crafted) * 0.5, dim: -1) : soft
        ).MoveToOuterDisposeScope();
    }

    /// <summary>Encodes classes by the mean over hand-crafted templates.</summary>
    /// <returns>(C, D), unit length; no gradient.</returns>
    public static Tensor EncodeTemplates(
        ITextTower tower,
        ITextTokenizer tokenizer,
        IReadOnlyList<PhotoClass> classes,
        IReadOnlyList<string> templates
    )
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var sentences = classes
            .SelectMany(photoClass =>
                templates.Select(template => tokenizer.Encode(ClassTemplates.Fill(template, photoClass.Name)))
            )
            .ToList();
        // (C, templates, D)
        var perTemplate = TextEncoding.Encode(tower, sentences).view(classes.Count, templates.Count, -1);
        return nn.functional.normalize(perTemplate.mean([1]), dim: -1).MoveToOuterDisposeScope();
    }
}
