using DialClip.Bot.MessageExtensions;
using DialClip.Bot.Replies;
using DialClip.Encoders;
using DialClip.Model;
using DialClip.Model.Dialog;
using DialClip.Model.Indexing;

namespace DialClip.Bot.Tests.Turns;

/// <summary>A model whose candidates a test sets.</summary>
internal sealed class FakeModel : IResponseModel
{
    private static readonly string Digest = new('d', 64);

    /// <summary>Gets or sets the names of the pictures that are retrieved, best first.</summary>
    public IReadOnlyList<string> Pictures { get; set; } = ["best", "second", "third", "fourth", "fifth"];

    public IReadOnlyList<string> Texts { get; set; } = [];

    /// <summary>Gets or sets the confidence of every candidate; null for a head that is not calibrated.</summary>
    public float? Confidence { get; set; }

    public IntentProbabilities Intent { get; set; } = new(0.5f, 0.3f, 0.2f);

    public Func<CancellationToken, Task> BeforeAnswer { get; set; } = _ => Task.CompletedTask;

    public Func<CancellationToken, Task> BeforeEncoding { get; set; } = _ => Task.CompletedTask;

    public bool HeadMissing { get; set; }

    public List<IResponseModel.Request> Requests { get; } = [];

    public List<(IResponseModel.Request Request, bool ByName)> Searches { get; } = [];

    /// <summary>Gets or sets the extension of the pictures' files.</summary>
    public string Extension { get; set; } = ".png";

    public string[] Catalogs { get; init; } = ["catalogs/other"];

    public bool IsReady { get; init; } = true;

    public async Task<(RetrievalResult Result, bool IsHeadMissing)> RetrieveAsync(
        IResponseModel.Request request,
        CancellationToken cancellationToken
    )
    {
        lock (Requests)
            Requests.Add(request);
        await BeforeAnswer(cancellationToken);
        var result = new RetrievalResult(
            CreateCandidates(Pictures, Modality.Picture),
            CreateCandidates(Texts, Modality.Text),
            Intent,
            "fake",
            Digest,
            Digest
        )
        {
            HeadVersion = "1",
            BytesPerToken = request.Text is null ? null : 2,
            CatalogName = request.Catalog ?? "first",
            CatalogVersion = "1",
        };
        return (result, HeadMissing);
    }

    public async Task<IReadOnlyList<FoundItem>> SearchAsync(
        IResponseModel.Request request,
        bool byName,
        CancellationToken cancellationToken
    )
    {
        Searches.Add((request, byName));
        await BeforeAnswer(cancellationToken);
        return
        [
            .. CreateCandidates(Pictures, Modality.Picture)
                .Concat(CreateCandidates(Texts, Modality.Text))
                .Take(request.Top)
                .Select(candidate => new FoundItem(candidate.Item, Digest)),
        ];
    }

    public async Task<IReadOnlyList<DialogTurn>> EncodeAsync(
        IReadOnlyList<DialogTurn> turns,
        string? catalog,
        CancellationToken cancellationToken
    )
    {
        await BeforeEncoding(cancellationToken);
        return [.. turns.Select(turn => turn with { Picture = null, Feature = new(Digest, [Half.One]) })];
    }

    public bool HasCatalog(string catalog) => Catalogs.Contains(catalog);

    private List<ScoredCandidate> CreateCandidates(IReadOnlyList<string> names, Modality modality) =>
        [
            .. names.Select(
                (name, index) =>
                    new ScoredCandidate(
                        new CatalogItem(
                            name,
                            modality,
                            modality == Modality.Text ? "The text " + name : null,
                            "Name of " + name,
                            [],
                            modality == Modality.Text ? [] : ["media/" + name + Extension]
                        ),
                        0.9f - index * 0.1f,
                        Confidence
                    )
            ),
        ];
}
