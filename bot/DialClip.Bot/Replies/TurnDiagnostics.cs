using DialClip.Bot.Turns;
using DialClip.Model.Dialog;
using DialClip.Model.Indexing;
using Newtonsoft.Json;

namespace DialClip.Bot.Replies;

/// <summary>The reasons of a turn's result, as the channel data of the turn's first message contains them.</summary>
internal sealed record TurnDiagnostics
{
    private const int MaxCandidates = 5;

    [JsonProperty("kind")]
    public required string Kind { get; init; }

    [JsonProperty("reason")]
    public required string Reason { get; init; }

    [JsonProperty("mode")]
    public required string Mode { get; init; }

    [JsonProperty("milliseconds")]
    public required double Milliseconds { get; init; }

    [JsonProperty("variant")]
    public string? Variant { get; init; }

    [JsonProperty("variantReason")]
    public string? VariantReason { get; init; }

    [JsonProperty("head")]
    public string? Head { get; init; }

    [JsonProperty("catalog")]
    public string? Catalog { get; init; }

    [JsonProperty("intent")]
    public Likelihoods? Intent { get; init; }

    [JsonProperty("candidates")]
    public IReadOnlyList<Candidate> Candidates { get; init; } = [];

    /// <summary>
    /// Creates the diagnostics of a result. Candidates that the mode kept from being sent are listed, too.
    /// </summary>
    public static TurnDiagnostics Create(TurnResult result, TimeSpan elapsed)
    {
        var diagnostics = new TurnDiagnostics
        {
            Kind = nameof(ReplyKind.Silence),
            Reason = result.Reason,
            Mode = result.Mode.ToString(),
            Milliseconds = Math.Round(elapsed.TotalMilliseconds, 1),
        };
        if (!result.HasRetrieval || result.Outcome == TurnOutcome.Failed)
            return diagnostics;
        var intent = result.Retrieval.Intent;
        return diagnostics with
        {
            Kind = result.Decision.Kind.ToString(),
            Reason = result.Decision.Reason,
            Variant = result.Assignment.Variant,
            VariantReason = result.Assignment.Reason,
            Head = result.Head,
            Catalog = result.Catalog,
            Intent = new(Round(intent.Picture), Round(intent.Text), Round(intent.Silence)),
            Candidates = [.. GetCandidates(result).Take(MaxCandidates).Select(ToCandidate)],
        };
    }

    // Below a threshold nothing is ranked; what was found is listed all the same.
    private static IEnumerable<ScoredCandidate> GetCandidates(TurnResult result) =>
        result.Decision!.Ranked.Count > 0
            ? result.Decision.Ranked
            : result
                .Retrieval!.Pictures.Concat(result.Retrieval.Texts)
                .OrderByDescending(candidate => candidate.Confidence ?? candidate.Score);

    private static Candidate ToCandidate(ScoredCandidate candidate) =>
        new(
            candidate.Item.Id,
            candidate.Item.Name,
            Round(candidate.Score),
            candidate.Confidence is { } confidence ? Round(confidence) : null
        );

    private static double Round(float value) => Math.Round(value, 4);

    /// <summary>The probability of each kind of reply.</summary>
    internal sealed record Likelihoods(
        [property: JsonProperty("picture")] double Picture,
        [property: JsonProperty("text")] double Text,
        [property: JsonProperty("silence")] double Silence
    );

    /// <summary>One item that could have been sent.</summary>
    internal sealed record Candidate(
        [property: JsonProperty("item")] string Item,
        [property: JsonProperty("name")] string Name,
        [property: JsonProperty("score")] double Score,
        [property: JsonProperty("confidence")] double? Confidence
    );
}
