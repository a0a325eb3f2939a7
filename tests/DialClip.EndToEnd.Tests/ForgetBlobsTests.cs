using System.Text;
using Azure.Storage.Blobs;

namespace DialClip.EndToEnd.Tests;

/// <summary>The verb <c>forget</c> over the records that a host keeps in blobs, and over its experiment log.</summary>
public sealed class ForgetBlobsTests(AzuriteServer azurite) : IClassFixture<AzuriteServer>
{
    private const string Container = "records";

    [RequiresFact(Tool.Azurite, Tool.Stickers)]
    public async Task Forget_UserAndConversation_ErasesThemFromBlobsAndLogAlone()
    {
        using var folder = new TemporaryFolder();
        var log = folder.At("experiments.jsonl");
        var connection = await azurite.GetConnectionStringAsync();
        var (host, address) = await RunningProgram.StartHostAsync(
            "--DialClip:Storage:Kind",
            "Blob",
            "--DialClip:Storage:Container",
            Container,
            "--DialClip:Storage:ConnectionString",
            connection,
            "--DialClip:Experiments:Log",
            log
        );
        string talk;
        await using (host)
        {
            foreach (var user in new[] { "anna", "ben", "cleo" })
                await SayAsync(address, user);
            talk = await SayAsync(address, "dora");
        }
        var blobs = new BlobContainerClient(connection, Container);
        await File.WriteAllTextAsync(folder.At("before"), await ReadRecordsAsync(blobs));

        var user1 = await ForgetAsync(connection, "--user", "anna", "--log", log);
        var conversation = await ForgetAsync(connection, "--conversation", talk, "--log", log);
        var nobody = await ForgetAsync(connection, "--user", "anna", "--log", log);

        var (before, after) = (await File.ReadAllTextAsync(folder.At("before")), await ReadRecordsAsync(blobs));
        Assert.All(["anna", "ben", "cleo", "dora"], name => Assert.Contains($"pizza for {name}", before));
        Assert.All(["anna", "dora"], name => Assert.DoesNotContain($"pizza for {name}", after));
        Assert.All(["ben", "cleo"], name => Assert.Contains($"pizza for {name}", after));
        Assert.Contains("records removed 1, changed 0", user1, StringComparison.Ordinal);
        Assert.Contains("records removed 1, changed 0", conversation, StringComparison.Ordinal);
        Assert.Contains("records removed 0, changed 0", nobody, StringComparison.Ordinal);
        Assert.Contains("events 0 of", nobody, StringComparison.Ordinal);
        Assert.DoesNotContain("events 0 of", user1, StringComparison.Ordinal);
    }

    [RequiresFact(Tool.Azurite)]
    public async Task Forget_InAContainerThatIsNotThere_FailsAndSaysSo()
    {
        var (code, said) = await RunAsync(await azurite.GetConnectionStringAsync(), "none", "--user", "anna");

        Assert.NotEqual(0, code);
        Assert.Contains("ContainerNotFound", said, StringComparison.Ordinal);
    }

    private static async Task<string> SayAsync(Uri address, string user)
    {
        using var chat = await DirectLineClient.OpenAsync(address, user);
        await chat.SayAsync($"Let's order pizza for {user} tonight");
        return chat.Conversation;
    }

    private static async Task<string> ForgetAsync(string connection, params string[] arguments)
    {
        var (code, said) = await RunAsync(connection, Container, arguments);
        Assert.True(code == 0, said);
        return said;
    }

    private static Task<(int Code, string Output)> RunAsync(
        string connection,
        string container,
        params string[] arguments
    ) =>
        RunningProgram.DialclipAsync(
            ["forget", "--channel", "webchat", "--container", container, .. arguments],
            new Dictionary<string, string> { ["AZURE_STORAGE_CONNECTION_STRING"] = connection }
        );

    private static async Task<string> ReadRecordsAsync(BlobContainerClient blobs)
    {
        var text = new StringBuilder();
        await foreach (var blob in blobs.GetBlobsAsync())
            text.AppendLine((await blobs.GetBlobClient(blob.Name).DownloadContentAsync()).Value.Content.ToString());
        return text.ToString();
    }
}
