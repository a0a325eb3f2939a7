using DialClip.Artifacts.Format;
using DialClip.Model;

namespace DialClip.Bot.Replies;

/// <summary>What the model found, and who it was.</summary>
/// <param name="Result">The best items of each kind.</param>
/// <param name="Thresholds">From when on this head's scores are good enough.</param>
/// <param name="Head">The head that was asked.</param>
/// <param name="Catalog">The catalog that was searched.</param>
/// <param name="HeadMissing">Whether another head was asked for, which is not loaded.</param>
internal sealed record ModelAnswer(
    RetrievalResult Result,
    PolicyThresholds Thresholds,
    ArtifactName Head,
    ArtifactName Catalog,
    bool HeadMissing = false
);
