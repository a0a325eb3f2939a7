using DialClip.Artifacts.Format;
using DialClip.Bot.Replies;
using DialClip.Encoders;
using DialClip.Model;
using DialClip.Model.Dialog;
using DialClip.Model.Indexing;

namespace DialClip.Bot.Tests.Turns;

/// <summary>A model that finds what a test says.</summary>
internal sealed class FakeModel : IResponseModel
{
    private static readonly string Digest = new('d', 64);

    /// <summary>Gets or sets the names of the pictures that are found, best first.</summary>
    public IReadOnlyList<string> Pictures { get; set; } = ["best", "second", "third", "fourth", "fifth"];

    public IReadOnlyList<string> Texts { get; set; } = [];

    public Func<CancellationToken, Task> BeforeAnswer { get; set; } = _ => Task.CompletedTask;

    public Func<CancellationToken, Task> BeforeEncoding { get; set; } = _ => Task.CompletedTask;

    public bool HeadMissing { get; set; }

    public List<ModelQuestion> Questions { get; } = [];

    public string[] Catalogs { get; init; } = ["catalogs/other"];

    public async Task<ModelAnswer> RetrieveAsync(ModelQuestion question, CancellationToken cancellationToken)
    {
        lock (Questions)
            Questions.Add(question);
        await BeforeAnswer(cancellationToken);
        var result = new RetrievalResult(
            Found(Pictures, Modality.Picture),
            Found(Texts, Modality.Text),
            new(0.5f, 0.3f, 0.2f),
            "fake",
            Digest,
            Digest
        );
        return new(
            result,
            new PolicyThresholds(),
            new("fake", "1"),
            new(question.Catalog ?? "first", "1"),
            HeadMissing
        );
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

    private static List<ScoredCandidate> Found(IReadOnlyList<string> names, Modality modality) =>
        [
            .. names.Select(
                (name, place) =>
                    new ScoredCandidate(
                        new CatalogItem(
                            name,
                            modality,
                            modality == Modality.Text ? "The text " + name : null,
                            "Name of " + name,
                            [],
                            modality == Modality.Text ? [] : [$"media/{name}.png"]
                        ),
                        0.9f - place * 0.1f
                    )
            ),
        ];
}
