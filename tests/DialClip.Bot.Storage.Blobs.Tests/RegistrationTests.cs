using Microsoft.Bot.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Storage.Blobs.Tests;

public sealed class RegistrationTests
{
    private const string Address = "https://a.blob.core.windows.net/state?sv=2023-08-03&sig=hunter2";

    [Fact]
    public void AddDialClipBlobStorage_Section_RegistersTheBotsStorage()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["State:Container"] = Address })
            .Build();

        using var services = new ServiceCollection()
            .AddDialClipBlobStorage(configuration.GetSection("State"))
            .BuildServiceProvider();

        Assert.IsType<BlobStorage>(services.GetRequiredService<IStorage>());
    }

    [Fact]
    public void AddDialClipBlobStorage_Code_RegistersTheBotsStorage()
    {
        using var services = new ServiceCollection()
            .AddDialClipBlobStorage(options => (options.Container, options.Retries) = (Address, 1))
            .BuildServiceProvider();

        Assert.IsType<BlobStorage>(services.GetRequiredService<IStorage>());
        Assert.Equal(1, services.GetRequiredService<IOptions<BlobStorageOptions>>().Value.Retries);
    }

    [Fact]
    public void AddDialClipBlobStorage_CodeWithoutAContainer_IsRefusedAtStart()
    {
        using var services = new ServiceCollection()
            .AddDialClipBlobStorage(options => options.Retries = 99)
            .BuildServiceProvider();

        var error = Assert.Throws<OptionsValidationException>(() =>
            services.GetRequiredService<IStartupValidator>().Validate()
        );

        Assert.Contains("'BlobStorageOptions:Container'", error.Message, StringComparison.Ordinal);
        Assert.Contains("'BlobStorageOptions:Retries'", error.Message, StringComparison.Ordinal);
    }
}
