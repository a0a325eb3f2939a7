namespace DialClip.Training.Modules;

/// <summary>The position of deep prompts in a tower's sequence.</summary>
internal enum PromptPosition
{
    /// <summary>After the start token, in the text tower.</summary>
    AfterFirst,

    /// <summary>After the last patch, in the vision tower.</summary>
    AtEnd,
}
