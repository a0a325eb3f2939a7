using DialClip.Bot.MessageExtensions;
using DialClip.Bot.Replies;
using DialClip.Encoders;
using DialClip.Model;
using DialClip.Model.Dialog;
using DialClip.Model.Indexing;

namespace DialClip.Benchmarks.Conversations;

/// <summary>A model that answers immediately with the same result, and features of a real one's size.</summary>
internal sealed class FixedModel : IResponseModel
{
    private const int Candidates = 10;

    private static readonly string Digest = new('d', 64);

    private readonly RetrievalResult result;
    private readonly Half[] feature;

    /// <summary>Creates the model.</summary>
    /// <param name="dimension">The elements of a feature.</param>
    public FixedModel(int dimension)
    {
        feature = [.. Enumerable.Range(0, dimension).Select(number => (Half)(1.0 / (number + 1)))];
        result = new RetrievalResult(
            CreateCandidates(Modality.Picture),
            CreateCandidates(Modality.Text),
            new(0.5f, 0.3f, 0.2f),
            "fixed",
            Digest,
            Digest
        )
        {
            HeadVersion = "1",
            CatalogName = "fixed",
            CatalogVersion = "1",
        };
    }

    /// <inheritdoc/>
    public bool IsReady => true;

    public Task<(RetrievalResult Result, bool IsHeadMissing)> RetrieveAsync(
        IResponseModel.Request request,
        CancellationToken cancellationToken
    )
    {
        // A model needs the features of the history, so the plugin reads them.
        var read = request.History.Count(turn => turn.ToTurn(Digest)?.Feature is not null);
        return read == request.History.Count
            ? Task.FromResult((result, false))
            : throw new InvalidDataException(
                $"{request.History.Count - read} of {request.History.Count} turns were read without a feature."
            );
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<DialogTurn>> EncodeAsync(
        IReadOnlyList<DialogTurn> turns,
        string? catalog,
        CancellationToken cancellationToken
    ) =>
        Task.FromResult<IReadOnlyList<DialogTurn>>([
            .. turns.Select(turn => turn with { Picture = null, Feature = new(Digest, feature) }),
        ]);

    /// <inheritdoc/>
    public Task<IReadOnlyList<FoundItem>> SearchAsync(
        IResponseModel.Request request,
        bool byName,
        CancellationToken cancellationToken
    ) => Task.FromResult<IReadOnlyList<FoundItem>>([]);

    public bool HasCatalog(string catalog) => false;

    private static List<ScoredCandidate> CreateCandidates(Modality modality) =>
        [
            .. Enumerable
                .Range(0, Candidates)
                .Select(number => new ScoredCandidate(
                    new CatalogItem(
                        $"{modality}{number}",
                        modality,
                        modality == Modality.Text ? "That is good to hear." : null,
                        $"item {number}",
                        [],
                        modality == Modality.Text ? [] : [$"media/{number}.png"]
                    ),
                    0.9f - number * 0.01f
                )),
        ];
}
