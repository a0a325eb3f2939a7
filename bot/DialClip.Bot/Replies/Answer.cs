using DialClip.Experiments.Assignment;
using DialClip.Model;
using DialClip.Model.Dialog;

namespace DialClip.Bot.Replies;

/// <summary>What was decided for a turn, and by which variant.</summary>
/// <param name="Decision">The policy's decision.</param>
/// <param name="Result">What retrieval found.</param>
/// <param name="Assignment">The variant that was asked.</param>
/// <param name="Head">The head that was asked.</param>
/// <param name="Catalog">The catalog that was searched.</param>
internal sealed record Answer(
    ReplyDecision Decision,
    RetrievalResult Result,
    VariantAssignment Assignment,
    ArtifactName Head,
    ArtifactName Catalog
);
