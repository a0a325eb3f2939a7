namespace DialClip.EndToEnd.Tests;

public sealed class BlobStoreTests(AzuriteServer azurite) : IClassFixture<AzuriteServer>
{
    [RequiresFact(Tool.Azurite, Tool.Stickers)]
    public async Task Publish_ThenStartFromBlobStorage_Answers()
    {
        var connection = await azurite.GetConnectionStringAsync();

        var store = Path.Combine(RepositoryPaths.Root, "model", "store");

        var (code, said) = await RunningProgram.DialclipAsync(
            [
                "publish",
                "backbones/small/fp32",
                "catalogs/stickers/1",
                "catalogs/animals/1",
                "models/stickers/1",
                .. Directory
                    .GetDirectories(Path.Combine(store, "indexes"))
                    .Select(path => "indexes/" + Path.GetFileName(path)),
                "--container",
                "dialclip",
            ],
            new Dictionary<string, string> { ["AZURE_STORAGE_CONNECTION_STRING"] = connection }
        );
        Assert.True(code == 0, said);
        var cache = Directory.CreateTempSubdirectory("dialclip-cache-").FullName;
        var (host, address) = await RunningProgram.StartHostAsync(
            "--DialClip:Store:Kind",
            "Blob",
            "--DialClip:Store:Container",
            "dialclip",
            "--DialClip:Store:ConnectionString",
            connection,
            "--DialClip:Store:CacheFolder",
            cache,
            "--DialClip:Experiments:Log",
            Path.Combine(cache, "experiments.jsonl")
        );
        await using var running = host;
        using var chat = await DirectLineClient.OpenAsync(address, "web-1");
        await chat.SayAsync("Let's order pizza tonight");

        Assert.Contains(
            await chat.ActivitiesAsync(),
            activity => activity.TryGetProperty("attachments", out var attachments) && attachments.GetArrayLength() == 1
        );
    }
}
