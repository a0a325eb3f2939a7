using DialClip.Training.Modules;

namespace DialClip.Training.Heads.Ablations;

/// <summary>Extensions that remove parts from a head's configuration.</summary>
internal static class HeadPartExtensions
{
    /// <summary>Gets the configuration without some parts.</summary>
    public static DialClipConfig Without(this DialClipConfig head, IReadOnlyCollection<HeadPart> parts) =>
        head with
        {
            ContextPrompts = parts.Contains(HeadPart.Context) ? 0 : head.ContextPrompts,
            DomainPrompts = parts.Contains(HeadPart.Domain) ? 0 : head.DomainPrompts,
            ExpertRank = parts.Contains(HeadPart.Experts) ? 0 : head.ExpertRank,
        };
}
