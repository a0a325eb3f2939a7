using Newtonsoft.Json;

namespace DialClip.Bot.Replies;

/// <summary>Why a turn ended as it did, as the channel data of its first message says it.</summary>
internal sealed record Explanation
{
    private const int MostCandidates = 5;

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

    /// <summary>Explains what retrieval and policy said; what was not sent for the mode's sake is explained all the same.</summary>
    public static Explanation Of(Answer answer, ReplyMode mode, TimeSpan elapsed)
    {
        var (decision, result) = (answer.Decision, answer.Result);
        // Below a threshold nothing is ranked; what was found is shown all the same.
        var candidates =
            decision.Ranked.Count > 0
                ? decision.Ranked
                :
                [
                    .. result
                        .Pictures.Concat(result.Texts)
                        .OrderByDescending(candidate => candidate.Confidence ?? candidate.Score),
                ];
        return new()
        {
            Kind = decision.Kind.ToString(),
            Reason = decision.Reason,
            Mode = mode.ToString(),
            Milliseconds = Math.Round(elapsed.TotalMilliseconds, 1),
            Variant = answer.Assignment.Variant,
            VariantReason = answer.Assignment.Reason,
            Head = answer.Head.ToString(),
            Catalog = answer.Catalog.ToString(),
            Intent = new(Rounded(result.Intent.Picture), Rounded(result.Intent.Text), Rounded(result.Intent.Silence)),
            Candidates =
            [
                .. candidates
                    .Take(MostCandidates)
                    .Select(candidate => new Candidate(
                        candidate.Item.Id,
                        candidate.Item.Name,
                        Rounded(candidate.Score),
                        candidate.Confidence is { } confidence ? Rounded(confidence) : null
                    )),
            ],
        };
    }

    private static double Rounded(float value) => Math.Round(value, 4);

    /// <summary>How likely each kind of reply is to come next.</summary>
    internal sealed record Likelihoods(
        [property: JsonProperty("picture")] double Picture,
        [property: JsonProperty("text")] double Text,
        [property: JsonProperty("silence")] double Silence
    );

    /// <summary>One thing that could have been sent.</summary>
    internal sealed record Candidate(
        [property: JsonProperty("item")] string Item,
        [property: JsonProperty("name")] string Name,
        [property: JsonProperty("score")] double Score,
        [property: JsonProperty("confidence")] double? Confidence
    );
}
