namespace DialClip.Training.Modules;

/// <summary>Where deep prompts sit in a tower's sequence.</summary>
internal enum PromptPlace
{
    /// <summary>After the start token: text.</summary>
    AfterFirst,

    /// <summary>Behind the last patch: vision.</summary>
    AtEnd,
}
