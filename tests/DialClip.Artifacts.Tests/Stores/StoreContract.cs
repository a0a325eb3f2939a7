using DialClip.Artifacts.Stores;

namespace DialClip.Artifacts.Tests.Stores;

/// <summary>The tests that every store passes.</summary>
internal static class StoreContract
{
    public static async Task HoldsAsync(IArtifactStore store)
    {
        Assert.Empty(await ListAsync(store, ""));
        Assert.False(await store.ExistsAsync("a/b.txt", default));

        await WriteAsync(store, "a/b.txt", "hello");
        await WriteAsync(store, "a/b.txt", "hello");
        await WriteAsync(store, "a-c.txt", "");
        await WriteAsync(store, "a/10/x y ü.bin", new string('x', 300_000));

        Assert.True(await store.ExistsAsync("a/b.txt", default));
        Assert.False(await store.ExistsAsync("a", default));
        Assert.Equal("hello", await ReadAsync(store, "a/b.txt"));
        Assert.Equal("", await ReadAsync(store, "a-c.txt"));
        Assert.Equal(300_000, (await ReadAsync(store, "a/10/x y ü.bin")).Length);
        Assert.Equal(["a-c.txt", "a/10/x y ü.bin", "a/b.txt"], await ListAsync(store, ""));
        Assert.Equal(["a/10/x y ü.bin", "a/b.txt"], await ListAsync(store, "a/"));
        Assert.Equal(["a/10/x y ü.bin"], await ListAsync(store, "a/1"));
        Assert.Empty(await ListAsync(store, "b/"));

        var conflict = await Assert.ThrowsAsync<ArtifactException>(() => WriteAsync(store, "a/b.txt", "other"));
        Assert.Equal(ArtifactFailure.Conflict, conflict.Reason);
        Assert.Equal("hello", await ReadAsync(store, "a/b.txt"));

        var missing = await Assert.ThrowsAsync<ArtifactException>(() => store.OpenReadAsync("a/none", default));
        Assert.Equal(ArtifactFailure.Missing, missing.Reason);
        foreach (var path in new[] { "../x", "/etc/passwd", "a/../../x", "a\\..\\x", "", "a//b" })
            Assert.Equal(
                ArtifactFailure.Invalid,
                (await Assert.ThrowsAsync<ArtifactException>(() => store.OpenReadAsync(path, default))).Reason
            );
    }

    /// <summary>Of many writers of one path, one wins; the others see a conflict, and nobody a mixture.</summary>
    public static async Task HasOneWinnerAsync(IArtifactStore store)
    {
        var texts = Enumerable.Range(0, 8).Select(i => new string((char)('a' + i), 50_000)).ToList();

        var results = await Task.WhenAll(
            texts.Select(async text => await Record.ExceptionAsync(() => WriteAsync(store, "race", text)))
        );

        Assert.Single(results, error => error is null);
        Assert.All(
            results.Where(error => error is not null),
            error => Assert.Equal(ArtifactFailure.Conflict, Assert.IsType<ArtifactException>(error).Reason)
        );
        Assert.Contains(await ReadAsync(store, "race"), texts);
    }

    public static async Task WriteAsync(IArtifactStore store, string path, string text)
    {
        using var content = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text));
        await store.WriteAsync(path, content, default);
    }

    public static async Task<string> ReadAsync(IArtifactStore store, string path)
    {
        await using var content = await store.OpenReadAsync(path, default);
        using var reader = new StreamReader(content);
        return await reader.ReadToEndAsync();
    }

    public static async Task<List<string>> ListAsync(IArtifactStore store, string prefix)
    {
        var paths = new List<string>();
        await foreach (var path in store.ListAsync(prefix, default))
            paths.Add(path);
        return paths;
    }
}
