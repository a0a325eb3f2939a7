using DialClip.Experiments.Assignment;
using Microsoft.Bot.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.FeatureManagement;

namespace DialClip.Bot.Tests.ExistingBot;

/// <summary>What a host has registered and configured is the same with the plugin, however it comes.</summary>
public sealed class HostServicesTests
{
    private static readonly Dictionary<string, string?> Settings = new()
    {
        ["Flags:HostFlag"] = "true",
        ["DialClip:Replies:Top"] = "7",
        ["DialClip:feature_management:feature_flags:0:id"] = "DialClip.Retrieval",
        ["DialClip:feature_management:feature_flags:0:enabled"] = "true",
        ["DialClip:feature_management:feature_flags:0:variants:0:name"] = "only",
        ["DialClip:feature_management:feature_flags:0:allocation:default_when_enabled"] = "only",
    };

    public static TheoryData<Plug> Ways => new(Plug.AddDialClipFirst, Plug.AddDialClipLast, Plug.Component);

    public enum Plug
    {
        AddDialClipFirst,
        AddDialClipLast,
        Component,
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task FeatureManagement_OfASection_IsTheHosts(Plug way)
    {
        using var host = await StartAsync(
            way,
            builder => builder.Services.AddFeatureManagement(builder.Configuration.GetSection("Flags"))
        );

        Assert.True(await host.Services.GetRequiredService<IFeatureManager>().IsEnabledAsync("HostFlag"));
        await AssertExperimentAsync(host);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task FeatureManagement_Scoped_IsTheHosts(Plug way)
    {
        using var host = await StartAsync(
            way,
            builder => builder.Services.AddScopedFeatureManagement(builder.Configuration.GetSection("Flags"))
        );

        using var scope = host.Services.CreateScope();
        Assert.True(
            await scope.ServiceProvider.GetRequiredService<IFeatureManagerSnapshot>().IsEnabledAsync("HostFlag")
        );
        await AssertExperimentAsync(host);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task FeatureManagement_ProviderOfTheHost_StaysIt(Plug way)
    {
        var own = new OneFlag("HostFlag");
        using var host = await StartAsync(
            way,
            builder => builder.Services.AddSingleton<IFeatureDefinitionProvider>(own).AddFeatureManagement()
        );

        Assert.Same(own, Assert.Single(host.Services.GetServices<IFeatureDefinitionProvider>()));
        Assert.True(await host.Services.GetRequiredService<IFeatureManager>().IsEnabledAsync("HostFlag"));
        await AssertExperimentAsync(host);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task FeatureManagement_HostHasNone_HasNoneWithThePlugin(Plug way)
    {
        using var host = await StartAsync(way, _ => { });

        Assert.Null(host.Services.GetService<IFeatureManager>());
        Assert.Null(host.Services.GetService<IVariantFeatureManager>());
        Assert.Null(host.Services.GetService<IFeatureDefinitionProvider>());
        Assert.Null(host.Services.GetService<TimeProvider>());
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task ClockFactoriesAndLogLevel_OfTheHost_StayIts(Plug way)
    {
        var time = new FakeTimeProvider(new(2031, 2, 3, 4, 5, 6, TimeSpan.Zero));
        var clients = new NoClients();
        using var host = await StartAsync(
            way,
            builder =>
            {
                builder.Services.AddSingleton<TimeProvider>(time).AddSingleton<IHttpClientFactory>(clients);
                builder.Logging.SetMinimumLevel(LogLevel.Warning);
            }
        );

        Assert.Same(time, host.Services.GetRequiredService<TimeProvider>());
        Assert.Same(clients, host.Services.GetRequiredService<IHttpClientFactory>());
        Assert.False(host.Services.GetRequiredService<ILogger<HostServicesTests>>().IsEnabled(LogLevel.Information));
        Assert.Equal(
            LogLevel.Warning,
            host.Services.GetRequiredService<IOptions<LoggerFilterOptions>>().Value.MinLevel
        );
    }

    // The rule behind all of the above, for what nobody has thought of: every service of a public type that is not the
    // plugin's is the one that the host has without it.
    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Services_AnyOfTheHosts_HasTheSameImplementation(Plug way)
    {
        static void Register(HostApplicationBuilder builder) => builder.Services.AddHttpClient().AddFeatureManagement();
        var builder = CreateBuilder(new FakeLoggerProvider());
        Register(builder);
        var types = builder
            .Services.Select(service => service.ServiceType)
            .Where(type => !type.IsGenericTypeDefinition && type != typeof(IHostedService))
            .Distinct()
            .ToList();
        using var without = builder.Build();

        using var with = await StartAsync(way, Register);

        Assert.All(
            types.Where(type => !type.Name.Contains("Options", StringComparison.Ordinal)),
            type =>
                Assert.Equal(without.Services.GetService(type)?.GetType(), with.Services.GetService(type)?.GetType())
        );
    }

    [Fact]
    public void Component_LoadedByTheRuntime_AddsItsOwnServicesOnly()
    {
        var services = new ServiceCollection();
        new DialClipBotComponent().ConfigureServices(services, CreateBuilder(new()).Configuration);

        var foreign = services
            .Select(service => service.ServiceType)
            .Where(type => !type.ToString().Contains("DialClip", StringComparison.Ordinal))
            .Distinct()
            .Order(Comparer<Type>.Create((left, right) => string.CompareOrdinal(left.Name, right.Name)));

        // Settings that are validated at start, the plugin's two HTTP clients, and what the SDK or the host asks for.
        Assert.Equal(
            ["IConfigureOptions`1", "IConfigureOptions`1", "IHostedService", "IMiddleware", "IStartupValidator"],
            foreign.Select(type => type.Name)
        );
        Assert.Contains(services, service => service.ServiceType == typeof(IMiddleware));
    }

    [Fact]
    public async Task Start_ExperimentInAPlaceThatIsNotRead_WarnsOnce()
    {
        var logs = new FakeLoggerProvider();
        var builder = CreateBuilder(logs);
        builder.Configuration["DialClip:feature_management:feature_flags:0:id"] = "DialClip.Retrieval";
        builder.Configuration["FeatureManagement:DialClip.Retrieval:Variants:0:Name"] = "old";
        builder.Configuration["App:feature_flags:3:id"] = "DialClip.Retrieval";
        builder.Configuration["App:feature_flags:3:variants:0:name"] = "elsewhere";
        builder.Services.AddDialClip(builder.Configuration.GetSection("DialClip"));
        using var host = builder.Build();

        await host.StartAsync();
        await WarnedAsync(host);

        var warning = Assert.Single(logs.Lines, line => line.Level == LogLevel.Warning && IsAboutFeature(line.Message));
        Assert.Contains("'FeatureManagement:DialClip.Retrieval'", warning.Message, StringComparison.Ordinal);
        Assert.Contains("'App:feature_flags:3'", warning.Message, StringComparison.Ordinal);
        Assert.Contains("'DialClip:feature_management:feature_flags'", warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_ExperimentInTheHostsProvider_WarnsOnce()
    {
        var logs = new FakeLoggerProvider();
        var builder = CreateBuilder(logs);
        builder.Configuration["DialClip:feature_management:feature_flags:0:id"] = null;
        builder.Configuration.Sources.Clear();
        builder.Services.AddSingleton<IFeatureDefinitionProvider>(new OneFlag("DialClip.Retrieval"));
        builder.Services.AddDialClip(builder.Configuration.GetSection("DialClip"));
        using var host = builder.Build();

        await host.StartAsync();
        await WarnedAsync(host);

        Assert.Single(logs.Lines, line => line.Level == LogLevel.Warning && IsAboutFeature(line.Message));
    }

    private static bool IsAboutFeature(string message) =>
        message.Contains("Feature 'DialClip.Retrieval' has variants", StringComparison.Ordinal);

    private static Task WarnedAsync(IHost host) =>
        host
            .Services.GetServices<IHostedService>()
            .OfType<BackgroundService>()
            .Single(service => service.GetType().Name == "UnreadFeatureWarning")
            .ExecuteTask!;

    private static async Task AssertExperimentAsync(IHost host)
    {
        var assignment = await host
            .Services.GetRequiredService<VariantAssigner>()
            .AssignAsync(new("user", "test\nme"), CancellationToken.None);

        Assert.Equal(("only", AssignmentReasons.Default), (assignment.Variant, assignment.Reason));
        Assert.Single(host.Services.GetServices<IMiddleware>());
    }

    private static async Task<IHost> StartAsync(Plug way, Action<HostApplicationBuilder> register)
    {
        var builder = CreateBuilder(new FakeLoggerProvider());
        if (way == Plug.AddDialClipFirst)
            builder.Services.AddDialClip(builder.Configuration.GetSection("DialClip"));
        builder.Services.AddHttpClient();
        register(builder);
        if (way == Plug.AddDialClipLast)
            builder.Services.AddDialClip(builder.Configuration.GetSection("DialClip"));
        if (way == Plug.Component)
        {
            // As the SDK's runtime does it.
            var own = new ServiceCollection();
            new DialClipBotComponent().ConfigureServices(own, builder.Configuration.GetSection("DialClip"));
            foreach (var service in own)
                ((ICollection<ServiceDescriptor>)builder.Services).Add(service);
        }
        var host = builder.Build();
        await host.StartAsync();
        _ = host.Services.GetServices<IMiddleware>().ToList();
        return host;
    }

    private static HostApplicationBuilder CreateBuilder(FakeLoggerProvider logs)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(Settings);
        builder.Logging.AddProvider(logs);
        return builder;
    }

    private sealed class OneFlag(string name) : IFeatureDefinitionProvider
    {
        private readonly FeatureDefinition definition = new()
        {
            Name = name,
            EnabledFor = [new() { Name = "AlwaysOn" }],
            Variants = [new() { Name = "hosts" }],
        };

        public Task<FeatureDefinition> GetFeatureDefinitionAsync(string featureName) =>
            Task.FromResult(featureName == name ? definition : null!);

        public async IAsyncEnumerable<FeatureDefinition> GetAllFeatureDefinitionsAsync()
        {
            await Task.CompletedTask;
            yield return definition;
        }
    }

    private sealed class NoClients : IHttpClientFactory
    {
        public HttpClient CreateClient(string name) => throw new NotSupportedException("The host's own.");
    }
}
