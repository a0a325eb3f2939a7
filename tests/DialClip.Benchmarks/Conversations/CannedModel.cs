using DialClip.Bot.Replies;
using DialClip.Encoders;
using DialClip.Model;
using DialClip.Model.Dialog;
using DialClip.Model.Indexing;

namespace DialClip.Benchmarks.Conversations;

/// <summary>
/// A model that answers at once and always the same, with features of a real one's size: what is left of a turn is the
/// plugin.
/// </summary>
internal sealed class CannedModel : IResponseModel
{
    private const int Candidates = 10;

    private static readonly string Digest = new('d', 64);

    private readonly RetrievalResult result;
    private readonly Half[] feature;

    /// <summary>Makes the model.</summary>
    /// <param name="dimension">Values of a feature.</param>
    public CannedModel(int dimension)
    {
        feature = [.. Enumerable.Range(0, dimension).Select(number => (Half)(1.0 / (number + 1)))];
        result = new RetrievalResult(
            Found(Modality.Picture),
            Found(Modality.Text),
            new(0.5f, 0.3f, 0.2f),
            "canned",
            Digest,
            Digest
        )
        {
            HeadVersion = "1",
            CatalogName = "canned",
            CatalogVersion = "1",
        };
    }

    /// <inheritdoc/>
    public Task<(RetrievalResult Result, bool IsHeadMissing)> RetrieveAsync(
        IResponseModel.Request request,
        CancellationToken cancellationToken
    )
    {
        // A model needs the features of the history, so reading them is the plugin's part.
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
    public bool HasCatalog(string catalog) => false;

    private static List<ScoredCandidate> Found(Modality modality) =>
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
