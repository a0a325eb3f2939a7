using DialClip.Model.Loading;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace DialClip.Model.Tests;

public sealed class DialClipModelServiceCollectionExtensionsTests : IDisposable
{
    private readonly TinyBundle bundle = new();

    [Fact]
    public async Task AddDialClipModel_HostStarts_ModelIsLoaded()
    {
        await bundle.WriteAllAsync();
        using var host = BuildHost(
            ("DialClip:Store:Path", "."),
            ("DialClip:Model:Backbone", TinyBundle.BackbonePath),
            ("DialClip:Model:Catalog", TinyBundle.CatalogPath),
            ("DialClip:Model:Heads:0", TinyBundle.HeadPath)
        );

        await host.StartAsync();
        await host.Services.GetServices<IHostedService>().OfType<BackgroundService>().Single().ExecuteTask!;

        using var lease = host.Services.GetRequiredService<ModelSource>().Acquire();
        Assert.Equal("1", lease.Model.Default.Head.Version);
        Assert.NotNull(host.Services.GetRequiredService<DialClipRetriever>());
        await host.StopAsync();
    }

    [Fact]
    public async Task AddDialClipModel_BadSettings_AreAllNamedAtStart()
    {
        using var host = BuildHost(
            ("DialClip:Model:Hedas:0", "x"),
            ("DialClip:Model:Threads", "-1"),
            ("DialClip:Model:ReloadInterval", "2.00:00:00"),
            ("DialClip:Store:Kind", "Ftp")
        );

        var error = await Record.ExceptionAsync(() => host.StartAsync());

        var failures = error is AggregateException all
            ? all.InnerExceptions.SelectMany(inner => ((OptionsValidationException)inner).Failures)
            : ((OptionsValidationException)error!).Failures;
        Assert.Equal(4, failures.Count());
        foreach (
            var setting in new[]
            {
                "'DialClip:Model:Hedas' is not a setting",
                "'DialClip:Model:Threads'",
                "'DialClip:Model:ReloadInterval'",
                "'DialClip:Store:Kind' is 'Ftp', but it takes one of File, Blob",
            }
        )
            Assert.Contains(failures, failure => failure.Contains(setting, StringComparison.Ordinal));
    }

    [Fact]
    public void ModelOptions_Defaults_AreTheCommittedBundle()
    {
        var options = new ModelOptions();

        Assert.Equal(("backbones/small/fp32", "catalogs/stickers"), (options.Backbone, options.Catalog));
        Assert.Equal(["models/stickers"], options.GetHeads());
    }

    public void Dispose() => bundle.Dispose();

    private IHost BuildHost(params (string Key, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(
            settings.ToDictionary(pair => pair.Key, pair => (string?)pair.Value)
        );
        builder.Services.AddDialClipModel(builder.Configuration.GetSection("DialClip"), bundle.Root);
        builder.Services.AddDialClipModel(builder.Configuration.GetSection("DialClip"), bundle.Root);
        return builder.Build();
    }
}
