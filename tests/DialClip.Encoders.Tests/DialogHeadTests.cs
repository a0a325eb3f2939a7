namespace DialClip.Encoders.Tests;

public sealed class DialogHeadTests : IDisposable
{
    private readonly TinyBundle bundle = new();

    [Fact]
    public void BuildPrompts_ContextsOfDifferentLengths_EqualEachAlone()
    {
        using var backbone = bundle.LoadBackbone();
        using var sut = bundle.LoadHead(backbone);
        IContextTurn[][] contexts =
        [
            [Turn(1), Turn(2), Turn(3)],
            [],
            [Turn(4)],
        ];

        var together = sut.BuildPrompts(contexts, CancellationToken.None);

        var alone = contexts.Select(context => sut.BuildPrompts([context], CancellationToken.None)).ToList();
        BackboneTests.AssertClose([.. alone.SelectMany(prompts => prompts.Text.Values)], together.Text.Values);
        BackboneTests.AssertClose([.. alone.SelectMany(prompts => prompts.Vision.Values)], together.Vision.Values);
        Assert.Equal(
            (3, TinyGraphs.VisionLayers, 3),
            (together.Vision.Batch, together.Vision.Layers, together.Vision.Count)
        );
    }

    [Fact]
    public void BuildPrompts_Turns_AreToldPlaceModalityAndSpeaker()
    {
        using var backbone = bundle.LoadBackbone();
        using var sut = bundle.LoadHead(backbone);
        IContextTurn[] turns =
        [
            .. Enumerable.Range(0, 10).Select(i => Turn(0, Speaker.User, Modality.Text)),
            Turn(1, Speaker.Bot, Modality.Picture),
            Turn(2, Speaker.Bot, Modality.Text),
        ];

        var prompts = sut.BuildPrompts([turns], CancellationToken.None);

        // 1 + distance + 10 x modality + 100 x speaker; distances of the first ten run from the last place, 7 five
        // times, down to 2.
        var first = 10 + 5 * 7 + 6 + 5 + 4 + 3 + 2;
        Assert.Equal([first, 1 + 1 + 10 + 100, 1 + 0 + 100, 0, 0, 0], prompts.Text.Values[..TinyGraphs.Dimension]);
    }

    [Fact]
    public void BuildPrompts_TurnWithoutFeature_Throws()
    {
        using var backbone = bundle.LoadBackbone();
        using var sut = bundle.LoadHead(backbone);

        var error = Assert.Throws<ArgumentException>(() =>
            sut.BuildPrompts(
                [
                    [new ContextTurn([], Speaker.User, Modality.Text)],
                ],
                CancellationToken.None
            )
        );

        Assert.Contains(
            "A Text turn of the context has 0 feature values; expected 6",
            error.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Project_Features_AreBroughtToUnitLengthFirst()
    {
        using var backbone = bundle.LoadBackbone();
        using var sut = bundle.LoadHead(backbone);
        float[] features = [3, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7];

        var output = sut.Project(features, 2, CancellationToken.None);

        BackboneTests.AssertClose([0.6f, 0.8f, 0, 0, 0, 0], output.GetQuery(0, Experts.V2V).ToArray());
        BackboneTests.AssertClose([0.6f, -0.8f, 0, 0, 0, 0], output.GetCandidate(0, Experts.T2V).ToArray());
        BackboneTests.AssertClose([0, 0, 0, 0, 0, 1], output.GetCandidate(1, Experts.T2T).ToArray());
        Assert.Equal(3, features[0]);
        Assert.Throws<InvalidDataException>(() => sut.Project(new float[6], 1, CancellationToken.None));
    }

    [Fact]
    public void Load_DomainPrompts_AreOneRowOfEveryLayer()
    {
        using var backbone = bundle.LoadBackbone();
        using var sut = bundle.LoadHead(backbone);

        var repeated = sut.DomainPrompts.Text.Repeat(2);

        Assert.Equal(
            (1, TinyGraphs.TextLayers, TinyGraphs.DomainPrompts, TinyGraphs.Dimension),
            (
                sut.DomainPrompts.Text.Batch,
                sut.DomainPrompts.Text.Layers,
                sut.DomainPrompts.Text.Count,
                sut.DomainPrompts.Text.Width
            )
        );
        Assert.Equal([.. sut.DomainPrompts.Text.Values, .. sut.DomainPrompts.Text.Values], repeated.Values);
    }

    public void Dispose() => bundle.Dispose();

    // A turn whose feature is 1 at one index.
    private static ContextTurn Turn(int index, Speaker speaker = Speaker.Bot, Modality modality = Modality.Text)
    {
        var values = new float[TinyGraphs.Dimension];
        values[index] = 1;
        return new(values, speaker, modality);
    }

    private sealed record ContextTurn(float[] Feature, Speaker Speaker, Modality Modality) : IContextTurn
    {
        public int FeatureLength => Feature.Length;

        public void CopyFeatureTo(Span<float> destination) => Feature.CopyTo(destination);
    }
}
