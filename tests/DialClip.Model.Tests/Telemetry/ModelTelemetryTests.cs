using System.Diagnostics;
using DialClip.Artifacts;
using DialClip.Encoders;
using DialClip.Model.Dialog;
using DialClip.Model.Loading;
using DialClip.Model.Telemetry;

namespace DialClip.Model.Tests.Telemetry;

[Collection(TelemetryGroup.Name)]
public sealed class ModelTelemetryTests : IDisposable
{
    private const string Secret = "a cat that nobody may hear of";

    private readonly TinyBundle bundle = new();

    [Fact]
    public async Task Retrieve_Heard_TellsOfPassSearchesAndQueue()
    {
        using var model = await bundle.LoadModelAsync();
        using var sut = new DialClipRetriever();
        using var heard = new RecordedTelemetry();

        await sut.RetrieveAsync(
            new(
                [DialogTurn.FromText(Speaker.User, "hello")],
                DialogTurn.FromPicture(Speaker.User, TinyBundle.Picture(4, 4, 1))
            ),
            model.Default,
            2,
            CancellationToken.None
        );

        var (backbone, catalog) = (model.Backbone.Digest[..12], model.Catalog.Digest[..12]);
        Assert.Equal(
            [("text", backbone, 1), ("picture", backbone, 1)],
            heard.GetSpans("dialclip.encode").Select(Encoding)
        );
        Assert.Equal(
            [("picture", "picture", catalog, 3), ("picture", "text", catalog, 3)],
            heard.GetSpans("dialclip.search").Select(Searching)
        );
        Assert.All(heard.Spans, span => Assert.Equal(ActivityStatusCode.Unset, span.Status));
        Assert.Equal(["text", "picture"], heard.Encodings.TagValues("dialclip.modality"));
        Assert.Equal(["picture", "text"], heard.Searches.TagValues("dialclip.response.modality"));
        Assert.Equal(["entered"], heard.Queues.TagValues("dialclip.outcome"));
        Assert.All(heard.Durations, collector => Assert.Equal("s", collector.Instrument!.Unit));
        Assert.All(
            heard.Durations.SelectMany(collector => collector.GetMeasurementSnapshot()),
            measured => Assert.InRange(measured.Value, 0, 60)
        );
    }

    [Fact]
    public async Task Retrieve_Heard_TellsNoWord()
    {
        using var model = await bundle.LoadModelAsync();
        using var sut = new DialClipRetriever();
        using var heard = new RecordedTelemetry();

        await sut.RetrieveAsync(
            new([DialogTurn.FromText(Speaker.User, Secret)], DialogTurn.FromText(Speaker.User, Secret)),
            model.Default,
            2,
            CancellationToken.None
        );

        Assert.NotEmpty(heard.Spans);
        Assert.All(
            heard.Spans,
            span =>
                Assert.DoesNotContain(
                    Secret,
                    string.Join(' ', span.TagObjects.Select(tag => tag.Value))
                        + span.DisplayName
                        + span.StatusDescription,
                    StringComparison.Ordinal
                )
        );
        Assert.All(
            heard.Durations.SelectMany(collector => collector.GetMeasurementSnapshot()),
            measured => Assert.DoesNotContain(Secret, string.Join(' ', measured.Tags.Values), StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Retrieve_InputThatCannotBeEncoded_EndsItsSpanAsAnError()
    {
        using var model = await bundle.LoadModelAsync();
        using var sut = new DialClipRetriever();
        using var heard = new RecordedTelemetry();

        await Assert.ThrowsAsync<ArgumentException>(() =>
            sut.RetrieveAsync(
                new([], DialogTurn.FromText(Speaker.User, "x") with { Text = null }),
                model.Default,
                2,
                CancellationToken.None
            )
        );

        var span = Assert.Single(heard.Spans);
        Assert.Equal((ActivityStatusCode.Error, "_OTHER"), (span.Status, span.GetTagItem("error.type")));
        Assert.Equal("_OTHER", Assert.Single(heard.Encodings.TagValues("error.type")));
    }

    [Fact]
    public async Task Enter_NoPlaceAndGivenUp_TellsHowLongItWaited()
    {
        using var permits = new SemaphoreSlim(0, 1);
        using var heard = new RecordedTelemetry();
        using var patience = new CancellationTokenSource();

        var waiting = permits.WaitMeasuredAsync(patience.Token);
        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal("abandoned", Assert.Single(heard.Queues.TagValues("dialclip.outcome")));
    }

    [Fact]
    public async Task Reload_Heard_CountsOutcomesAndTellsWhatIsLoaded()
    {
        await bundle.WriteAllAsync();
        using var heard = new RecordedTelemetry();
        var sut = new ModelSource(bundle.Loader, bundle.Options);

        await sut.ReloadAsync(CancellationToken.None);
        await sut.ReloadAsync(CancellationToken.None);
        await bundle.WriteHeadAsync("2", seed: 7);
        await Assert.ThrowsAsync<ArtifactException>(() => sut.ReloadAsync(CancellationToken.None));
        heard.Heads.RecordObservableInstruments();
        sut.Dispose();
        heard.Heads.RecordObservableInstruments();

        Assert.Equal(["success", "unchanged", "failure"], heard.Reloads.TagValues("dialclip.outcome"));
        Assert.Equal("Missing", heard.Reloads.TagValues("error.type").Last());
        Assert.Equal(
            ["success", "unchanged", "failure"],
            heard.GetSpans("dialclip.model.load").Select(span => span.GetTagItem("dialclip.outcome"))
        );
        Assert.Equal(ActivityStatusCode.Error, heard.GetSpans("dialclip.model.load")[^1].Status);
        var measured = Assert.Single(heard.Heads.GetMeasurementSnapshot());
        var (value, tags) = (measured.Value, measured.Tags);
        Assert.Equal((1, "head", "1"), (value, tags["dialclip.head.name"], tags["dialclip.head.version"]));
        Assert.Equal(("things", "1"), (tags["dialclip.catalog.name"], tags["dialclip.catalog.version"]));
    }

    [Fact]
    public void Work_NobodyListens_AllocatesNothing()
    {
        using var backbone = bundle.LoadBackbone();
        using var permits = new SemaphoreSlim(1, 1);
        var (result, digest) = (new object(), backbone.Digest);
        WorkOnce();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            WorkOnce();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void WorkOnce()
        {
            using (var pass = MeasuredWork.Encode(Modality.Text, 1, backbone))
                pass.Complete(result);
            using (var search = MeasuredWork.Search(digest, 3, Modality.Text, Modality.Picture))
                search.Complete(result);
            Assert.True(permits.WaitMeasuredAsync(CancellationToken.None).IsCompletedSuccessfully);
            permits.Release();
        }
    }

    public void Dispose() => bundle.Dispose();

    private static (object?, object?, object?) Encoding(Activity span) =>
        (
            span.GetTagItem("dialclip.modality"),
            span.GetTagItem("dialclip.backbone.digest"),
            span.GetTagItem("dialclip.batch.size")
        );

    private static (object?, object?, object?, object?) Searching(Activity span) =>
        (
            span.GetTagItem("dialclip.modality"),
            span.GetTagItem("dialclip.response.modality"),
            span.GetTagItem("dialclip.catalog.digest"),
            span.GetTagItem("dialclip.candidates")
        );
}
