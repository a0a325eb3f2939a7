using System.Diagnostics.CodeAnalysis;
using DialClip.Bot.Replies;
using DialClip.Encoders.Imaging;
using DialClip.Experiments.Assignment;
using DialClip.Model;
using DialClip.Model.Dialog;

namespace DialClip.Bot.Turns;

/// <summary>The result of a message's turn, decided by the first rule that applies.</summary>
/// <param name="Outcome">The kind of result.</param>
/// <param name="Reason">One of <see cref="TurnReasons"/> or of the policy's <see cref="ReplyReasons"/>.</param>
/// <param name="Mode">How far the plugin takes part in the turn.</param>
internal sealed record TurnResult(TurnOutcome Outcome, string Reason, ReplyMode Mode)
{
    /// <summary>Gets the message's picture, where one was read.</summary>
    public RgbImage? Picture { get; init; }

    /// <summary>Gets the result of the retrieval, which names head and catalog; null where there was none.</summary>
    public RetrievalResult? Retrieval { get; init; }

    /// <summary>Gets the policy's decision about it.</summary>
    public ReplyDecision? Decision { get; init; }

    /// <summary>Gets the variant whose head and thresholds were used.</summary>
    public VariantAssignment? Assignment { get; init; }

    /// <summary>
    /// Gets whether the host bot answered the message; null where the plugin decided before it was called.
    /// </summary>
    public bool? HostBotAnswered { get; init; }

    /// <summary>Gets the reason why mode Fallback would not have answered; null where it would.</summary>
    public string? FallbackReason { get; init; }

    /// <summary>Gets whether there was a retrieval.</summary>
    [MemberNotNullWhen(true, nameof(Retrieval), nameof(Decision), nameof(Assignment))]
    public bool HasRetrieval => Retrieval is not null && Decision is not null && Assignment is not null;

    /// <summary>Gets whether the plugin answers the message; otherwise the host bot is called.</summary>
    public bool IsAnswered => Outcome is TurnOutcome.Answered or TurnOutcome.Command;

    /// <summary>Gets whether the plugin looked for an answer, whether it found one or not.</summary>
    public bool TookPart => Mode != ReplyMode.Off && Outcome is not (TurnOutcome.Passed or TurnOutcome.Abandoned);

    /// <summary>Gets the head's name and version.</summary>
    public string? Head => Retrieval is null ? null : $"{Retrieval.HeadName} {Retrieval.HeadVersion}";

    /// <summary>Gets the catalog's name and version.</summary>
    public string? Catalog => Retrieval is null ? null : $"{Retrieval.CatalogName} {Retrieval.CatalogVersion}";

    /// <summary>Creates the result of a turn in which the plugin takes no part.</summary>
    public static TurnResult Passed(string reason, ReplyMode mode) => new(TurnOutcome.Passed, reason, mode);

    /// <summary>Creates the result of a turn whose budget was spent.</summary>
    public static TurnResult Abandoned(string reason) => new(TurnOutcome.Abandoned, reason, ReplyMode.Off);

    /// <summary>Creates the result of a turn in which something failed.</summary>
    public static TurnResult Failed(string reason) => new(TurnOutcome.Failed, reason, ReplyMode.Off);
}
