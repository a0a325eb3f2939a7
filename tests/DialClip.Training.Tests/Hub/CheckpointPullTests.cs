using System.Text.Json;
using DialClip.Training.Checkpoints;
using DialClip.Training.Hub;
using DialClip.Training.Tests.Checkpoints;

namespace DialClip.Training.Tests.Hub;

public sealed class CheckpointPullTests : IAsyncLifetime
{
    private HubBed bed = null!;

    public async Task InitializeAsync() => bed = await HubBed.StartAsync();

    public async Task DisposeAsync() => await bed.DisposeAsync();

    [Fact]
    public async Task Run_HuggingFaceLayout_TakesOnlyWhatImportNeeds()
    {
        bed.Server.Put("pytorch_model.bin", [1]);
        bed.Server.Put("README.md", "read me");
        bed.Server.Put("special_tokens_map.json", "{}");
        bed.Server.Put("preprocessor_config.json", "{}");
        bed.Server.Put("processor_config.json", "{}");

        var pulled = await bed.PullAsync();

        Assert.Equal(
            [
                "config.json",
                "merges.txt",
                "model.safetensors",
                "preprocessor_config.json",
                "processor_config.json",
                "vocab.json",
            ],
            bed.GetFiles()
        );
        Assert.Equal(HubContent.Pattern(300_000, seed: 1), bed.Read(HubBed.Weights));
        Assert.Equal((HubServer.Commit, true), (pulled.Commit, pulled.HasVocabulary));
        Assert.Equal(7, bed.Server.Requests.Count);
    }

    [Fact]
    public async Task Run_Revision_IsAskedForOnceAndFilesByItsCommit()
    {
        await bed.PullAsync(revision: "refs/pr/15");

        Assert.Equal("/api/models/openai/clip/revision/refs%2Fpr%2F15?blobs=true", bed.Server.Requests[0].Target);
        Assert.All(
            bed.Server.Requests.Skip(1),
            request =>
                Assert.StartsWith($"/openai/clip/resolve/{HubServer.Commit}/", request.Target, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Run_BothLayouts_TakesHuggingFacesAlone()
    {
        bed.Server.Put("open_clip_config.json", "{}");
        bed.Server.Put("open_clip_model.safetensors", HubContent.Pattern(100, seed: 2));

        await bed.PullAsync();

        Assert.Contains("config.json", bed.GetFiles());
        Assert.DoesNotContain(bed.GetFiles(), name => name.StartsWith("open_clip", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_OpenClipLayout_IsACheckpointThatImportReads()
    {
        await using var server = await HubServer.StartAsync();
        var source = Directory.CreateDirectory(Path.Combine(bed.Folder, "source")).FullName;
        var weights = TinyClip.Weights();
        ClipCheckpoint.Save(source, weights);
        foreach (var file in Directory.EnumerateFiles(source))
            server.Put(Path.GetFileName(file), File.ReadAllBytes(file));
        var target = Path.Combine(bed.Folder, "target");
        var request = new CheckpointPull.Request(
            HubEndpoint.TryParse(server.Address)!,
            new("a", "b"),
            "main",
            target,
            null
        );
        using var pull = new CheckpointPull(request, new(), bed.Progress, bed.Time);

        var pulled = await pull.RunAsync(CancellationToken.None);

        Assert.Equal(weights.ComputeDigest(), ClipCheckpoint.Load(target).ComputeDigest());
        Assert.False(pulled.HasVocabulary);
    }

    [Fact]
    public async Task Run_Shards_TakesThoseOfTheIndexAlone()
    {
        PutIndex("model-1.safetensors", "model-2.safetensors", "model-1.safetensors");
        foreach (var shard in Enumerable.Range(1, 3))
            bed.Server.Put($"model-{shard}.safetensors", HubContent.Pattern(1000, shard));

        var pulled = await bed.PullAsync();

        Assert.Equal(
            [
                "config.json",
                "merges.txt",
                "model-1.safetensors",
                "model-2.safetensors",
                "model.safetensors.index.json",
                "vocab.json",
            ],
            bed.GetFiles()
        );
        Assert.Equal(HubContent.Pattern(1000, 2), bed.Read("model-2.safetensors"));
        Assert.Equal(6, pulled.Files.Count);
    }

    [Theory]
    [InlineData("../model-1.safetensors")]
    [InlineData("/tmp/model-1.safetensors")]
    [InlineData("sub/model-1.safetensors")]
    [InlineData("sub\\model-1.safetensors")]
    [InlineData("..")]
    [InlineData("")]
    [InlineData("c:model-1.safetensors")]
    [InlineData("model-1.bin")]
    [InlineData("missing.safetensors")]
    [InlineData("\u001b[2Jmodel-1.safetensors")]
    public async Task Run_ShardThatIsNoFileOfTheRepository_IsRefusedBeforeItIsFetched(string shard)
    {
        PutIndex("model-1.safetensors", shard);
        bed.Server.Put("model-1.safetensors", [1]);
        bed.Server.Put("model-1.bin", [1]);

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => bed.PullAsync());

        Assert.Contains(
            "expected a *.safetensors file of the same repository",
            error.Message,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain('\u001b', error.Message);
        Assert.Equal(["model.safetensors.index.json"], bed.GetFiles());
    }

    [Fact]
    public async Task Run_IndexThatIsNone_SaysSo()
    {
        PutIndex("model-1.safetensors");
        bed.Server.Put("model.safetensors.index.json", "[]");

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => bed.PullAsync());

        Assert.Contains("weight_map", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_PicklesOnly_FetchesNothingAndSaysWhatToDo()
    {
        await using var server = await HubServer.StartAsync();
        server.Put("config.json", "{}");
        server.Put("pytorch_model.bin", [1]);

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => PullFromAsync(server));

        Assert.Contains("'pytorch_model.bin'", error.Message, StringComparison.Ordinal);
        Assert.Contains("--revision refs/pr/NUMBER", error.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
        Assert.Empty(bed.GetFiles());
    }

    [Fact]
    public async Task Run_FilesOutsideTheTopFolder_AreNotTaken()
    {
        await using var server = await HubServer.StartAsync();
        foreach (
            var name in new[]
            {
                "../config.json",
                "/config.json",
                "sub/model.safetensors",
                "..\\model.safetensors",
                "../model.safetensors",
            }
        )
            server.Put(name, [1]);

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => PullFromAsync(server));

        Assert.Contains("holds no weights", error.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Run_FilesThatAreThere_AreSkippedAndChangedOnesFetchedAgain()
    {
        await bed.PullAsync();
        File.WriteAllText(bed.GetPath("vocab.json"), """{"b":0}""");

        await bed.PullAsync();

        Assert.Single(bed.Server.RequestsFor(HubBed.Weights));
        Assert.Equal(2, bed.Server.RequestsFor("vocab.json").Count);
        Assert.Equal("""{"a":0}""", File.ReadAllText(bed.GetPath("vocab.json")));
        Assert.Contains("'vocab.json' exists", bed.Progress.Notes, StringComparison.Ordinal);
        Assert.StartsWith("0.0 of 0.0 MB  vocab.json", bed.Progress.Summaries.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_FileWithoutDigestThatIsThere_IsFetchedAgain()
    {
        bed.Server.Put("vocab.json", bed.Server.Put("vocab.json", """{"a":0}""") with { Digest = null });
        await bed.PullAsync();

        await bed.PullAsync();

        Assert.Equal(2, bed.Server.RequestsFor("vocab.json").Count);
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    public async Task Run_FreeSpaceBesideTheSum_DecidesBeforeTheFirstFile(int beside, bool fits)
    {
        var sum = new[] { "config.json", "merges.txt", "vocab.json" }.Sum(Size) + 300_000;

        var error = await Record.ExceptionAsync(() => bed.PullAsync(free: sum + beside));

        Assert.Equal(fits, error is null);
        if (!fits)
        {
            Assert.Contains("free", Assert.IsType<IOException>(error).Message, StringComparison.Ordinal);
            Assert.Single(bed.Server.Requests);
        }
    }

    [Fact]
    public async Task Run_PartThatIsThere_NeedsOnlyTheSpaceOfTheRest()
    {
        bed.WritePartial(
            HubContent.Pattern(200_000, seed: 1),
            HubContent.Create(HubContent.Pattern(300_000, seed: 1), large: true).Tag
        );

        await bed.PullAsync(free: 100_000 + new[] { "config.json", "merges.txt", "vocab.json" }.Sum(Size));

        Assert.Contains(HubBed.Weights, bed.GetFiles());
    }

    [Fact]
    public async Task Run_FolderWithAnotherCheckpoint_IsRefused()
    {
        Directory.CreateDirectory(bed.Folder);
        File.WriteAllText(bed.GetPath("open_clip_config.json"), "{}");

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => bed.PullAsync());

        Assert.Contains("'open_clip_config.json'", error.Message, StringComparison.Ordinal);
        Assert.Contains("--out", error.Message, StringComparison.Ordinal);
        Assert.Single(bed.Server.Requests);
    }

    private void PutIndex(params string[] shards)
    {
        // An index is looked at only where there is no whole file.
        bed.Server.Remove(HubBed.Weights);
        bed.Server.Put(
            "model.safetensors.index.json",
            JsonSerializer.Serialize(
                new
                {
                    weight_map = shards
                        .Select((shard, place) => (shard, place))
                        .ToDictionary(pair => $"tensor{pair.place}", pair => pair.shard),
                }
            )
        );
    }

    private static int Size(string name) =>
        name switch
        {
            "config.json" => 20,
            "merges.txt" => 18,
            _ => 7,
        };

    private async Task PullFromAsync(HubServer server)
    {
        var request = new CheckpointPull.Request(
            HubEndpoint.TryParse(server.Address)!,
            new("a", "b"),
            "main",
            bed.Folder,
            null
        );
        using var pull = new CheckpointPull(request, new(), bed.Progress, bed.Time);
        await pull.RunAsync(CancellationToken.None);
    }
}
