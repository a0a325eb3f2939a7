using DialClip.Bot.MessageExtensions;
using DialClip.Bot.Replies;
using DialClip.Encoders;
using DialClip.Model;
using DialClip.Model.Dialog;
using DialClip.Model.Indexing;

namespace DialClip.Bot.Tests.ExistingBot;

/// <summary>A model of the test's making: it finds one text, as sure as the test wants.</summary>
internal sealed class OneTextModel(Func<string, float> score, float silence = 0) : IResponseModel
{
    public const string Answer = "Hooray!";

    private static readonly CatalogItem Item = new("text:hooray", Modality.Text, Answer, Answer, [], []);

    public static OneTextModel Sure { get; } = new(_ => 0.9f);

    public static OneTextModel Unsure { get; } = new(_ => 0.1f);

    public static OneTextModel Quiet { get; } = new(_ => 0.9f, silence: 1);

    public static OneTextModel Late { get; } = new(_ => 0.9f) { NeverAnswers = true };

    public static OneTextModel Broken { get; } = new(_ => throw new ArithmeticException("The tower fell."));

    public bool NeverAnswers { get; init; }

    public bool IsReady { get; init; } = true;

    public async Task<(RetrievalResult Result, bool IsHeadMissing)> RetrieveAsync(
        IResponseModel.Request request,
        CancellationToken cancellationToken
    )
    {
        if (NeverAnswers)
            await Task.Delay(Timeout.Infinite, cancellationToken);
        var candidate = new ScoredCandidate(Item, score(request.Text ?? ""));
        var intent = new IntentProbabilities(0, 1 - silence, silence);
        var result = new RetrievalResult([], [candidate], intent, "fake", new('a', 64), new('b', 64))
        {
            HeadVersion = "1",
            CatalogName = "default",
            CatalogVersion = "1",
            Thresholds = new() { MinScoreText = 0.5 },
        };
        return (result, false);
    }

    public Task<IReadOnlyList<DialogTurn>> EncodeAsync(
        IReadOnlyList<DialogTurn> turns,
        string? catalog,
        CancellationToken cancellationToken
    )
    {
        foreach (var turn in turns)
            _ = score(turn.Text ?? "");
        return Task.FromResult<IReadOnlyList<DialogTurn>>([.. turns.Select(turn => turn with { Picture = null })]);
    }

    public Task<IReadOnlyList<FoundItem>> SearchAsync(
        IResponseModel.Request request,
        bool byName,
        CancellationToken cancellationToken
    ) => Task.FromResult<IReadOnlyList<FoundItem>>([new(Item, new('b', 64))]);

    public bool HasCatalog(string catalog) => false;
}
