using DialClip.Training.Data.Photos;
using DialClip.Training.Heads;
using static TorchSharp.torch;

namespace DialClip.Training.Classification;

/// <summary>Makes the text features by which photos are classified.</summary>
internal static class ClassTextFeatures
{
    /// <summary>Gets the features of classes: the templates' alone without prompts; the soft prompts'; for E2MIM the mean of both.</summary>
    /// <returns>(C, D), unit length; no gradient.</returns>
    public static Tensor Of(
        FrozenClip clip,
        IReadOnlyList<PhotoClass> classes,
        IReadOnlyList<string> templates,
        SoftPrompts? prompts,
        PromptMethod? method
    )
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var crafted = TemplateFeatures.Of(clip.Towers.Text, clip.Tokenizer, classes, templates);
        if (prompts is null)
            return crafted.MoveToOuterDisposeScope();
        var soft = prompts.Encode(clip.Towers.Text, clip.Tokenizer, classes);
        return (
            method == PromptMethod.E2Mim ? nn.functional.normalize((soft + crafted) * 0.5, dim: -1) : soft
        ).MoveToOuterDisposeScope();
    }
}
