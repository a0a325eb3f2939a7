using DialClip.Bot.Storage.Blobs;
using Microsoft.Bot.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Host.Tests;

public sealed class StorageOptionsTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();

    public void Dispose() => temporary.Dispose();

    [Theory]
    [InlineData("", typeof(MemoryStorage))]
    [InlineData("Kind=Memory", typeof(MemoryStorage))]
    [InlineData("Kind=File;Path=state/here", typeof(FileStorage))]
    [InlineData("Kind=Blob;Container=https://a.blob.core.windows.net/state?sv=1&sig=hunter2", typeof(BlobStorage))]
    public void AddStorage_Kind_IsTheBotsStorage(string settings, Type expected)
    {
        using var services = CreateServices(settings);

        services.GetRequiredService<IStartupValidator>().Validate();
        Assert.IsType(expected, services.GetRequiredService<IStorage>());
    }

    [Fact]
    public async Task AddStorage_File_OutlivesTheServicesBelowTheContentRoot()
    {
        await using (var services = CreateServices("Kind=File;Path=kept/here"))
            await services.GetRequiredService<IStorage>().WriteAsync(Note.At("key", "text"), default);

        await using var next = CreateServices("Kind=File;Path=kept/here");

        Assert.Equal("text", (await Note.ReadAsync(next.GetRequiredService<IStorage>(), "key"))!.Text);
        Assert.NotEmpty(Directory.GetFiles(temporary.At("kept", "here"), "*.json", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("Kind=Shelf", "Kind")]
    [InlineData("Kind=7", "'Kind' is '7', expected Memory, File, Blob")]
    [InlineData("RetryDelay=soon", "RetryDelay")]
    [InlineData("Folder=x;ConnectionString=hunter2", "Folder")]
    [InlineData("Kind=File;Path= ", "Path")]
    [InlineData("Kind=Blob", "Container")]
    [InlineData(
        "Kind=Blob;ConnectionString=hunter2;Retries=99;AttemptTimeout=1.00:00:00",
        "Retries",
        "AttemptTimeout",
        "Container",
        "ConnectionString"
    )]
    public void Validate_SettingsThatCannotBe_NamesEach(string settings, params string[] names)
    {
        using var services = CreateServices(settings);

        var error = Assert.Throws<OptionsValidationException>(() =>
            services.GetRequiredService<IStartupValidator>().Validate()
        );

        Assert.Equal(names.Length, error.Failures.Count());
        Assert.All(names, name => Assert.Contains(name, error.Message, StringComparison.Ordinal));
        Assert.Contains("Storage", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.Message, StringComparison.Ordinal);
    }

    private ServiceProvider CreateServices(string settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                settings
                    .Split(';', StringSplitOptions.RemoveEmptyEntries)
                    .Select(setting => setting.Split('=', 2))
                    .Select(pair => KeyValuePair.Create("DialClip:Storage:" + pair[0], (string?)pair[1]))
            )
            .Build();
        var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System);
        StorageOptions.AddStorage(services, configuration.GetSection("DialClip"), temporary.Path);
        return services.BuildServiceProvider();
    }
}
