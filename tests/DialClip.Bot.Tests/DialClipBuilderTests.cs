using DialClip.Artifacts.Stores;
using DialClip.Bot.Replies;
using DialClip.Bot.State;
using DialClip.Bot.Tests.ExistingBot;
using DialClip.Model;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Builder.Adapters;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Tests;

public sealed class DialClipBuilderTests
{
    private static readonly IConfigurationRoot Configuration = new ConfigurationBuilder()
        .AddInMemoryCollection(
            new Dictionary<string, string?>
            {
                ["DialClip:Replies:Top"] = "7",
                ["DialClip:Model:Heads:0"] = "models/one",
                ["DialClip:Store:Path"] = "does-not-exist",
            }
        )
        .Build();

    [Fact]
    public async Task AddDialClip_ByCode_RunsATurnWithItsOptions()
    {
        var collection = CreateServices().AddSingleton<IResponseModel>(OneTextModel.Unsure);
        collection.AddDialClip(options =>
        {
            options.Conversation.MaxTextLength = 5;
            options.Replies.Top = 9;
            options.Model.Heads.Add("models/mine");
        });
        await using var services = collection.BuildServiceProvider(
            new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true }
        );
        var adapter = new TestAdapter().UseDialClip(services);
        var heard = 0;

        await ((TestAdapter)adapter).ProcessActivityAsync(
            new Activity(ActivityTypes.Message) { Text = "hello there" },
            (_, _) => Task.FromResult(heard++),
            CancellationToken.None
        );

        Assert.Equal(1, heard);
        Assert.Equal(5, Current<ConversationOptions>(services).MaxTextLength);
        Assert.Equal(9, Current<ReplyOptions>(services).Top);
        Assert.Equal(["models/mine"], services.GetRequiredService<IOptions<ModelOptions>>().Value.Heads);
    }

    [Fact]
    public void AddDialClip_ByCode_NamesEverythingThatIsWrongAtStart()
    {
        var collection = CreateServices();
        collection.AddDialClip(options =>
        {
            options.Replies.Top = 1000;
            options.Conversation.HistoryTurns = 0;
            options.Media.BaseUrl = "ftp://bot.example/";
        });
        using var services = collection.BuildServiceProvider();

        var error = Assert.ThrowsAny<Exception>(() => services.GetRequiredService<IStartupValidator>().Validate());

        foreach (var name in new[] { "Replies:Top", "Conversation:HistoryTurns", "Media:BaseUrl" })
            Assert.Contains($"'DialClip:{name}'", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AddDialClip_SectionAndCode_CodeChangesTheSectionsValues(bool sectionFirst)
    {
        var collection = CreateServices();
        if (sectionFirst)
            collection.AddDialClip(Configuration.GetSection("DialClip"));
        collection.AddDialClip(options => options.Replies.NoRepeat = 1);
        collection.AddDialClip(Configuration.GetSection("DialClip"));
        using var services = collection.BuildServiceProvider();

        var replies = Current<ReplyOptions>(services);
        // What is registered first decides where settings come from.
        Assert.Equal((sectionFirst ? 7 : new ReplyOptions().Top, 1), (replies.Top, replies.NoRepeat));
        Assert.Single(services.GetServices<IMiddleware>());
    }

    [Fact]
    public void AddHead_NoHeadInTheSettings_IsTheOnlyOne()
    {
        var collection = CreateServices();
        collection.AddDialClip(options => options.Replies.NoRepeat = 1).AddHead("models/mine");
        using var services = collection.BuildServiceProvider();

        Assert.Equal(["models/mine"], services.GetRequiredService<IOptions<ModelOptions>>().Value.GetHeads());
    }

    [Fact]
    public void Builder_OfASecondCall_AddsToTheSameRegistration()
    {
        var collection = CreateServices();
        collection.AddDialClip(Configuration.GetSection("DialClip")).AddHead("models/two").AddReplyGate<FirstGate>();

        var builder = collection
            .AddDialClip(Configuration.GetSection("DialClip"))
            .AddHead("models/three")
            .AddHead("models/two")
            .AddReplyGate<FirstGate>()
            .AddReplyGate<SecondGate>()
            .UseBlobStore("https://a.blob.core.windows.net/models");

        Assert.Same(collection, builder.Services);
        using var services = collection.BuildServiceProvider();
        Assert.Equal(
            ["models/one", "models/two", "models/three"],
            services.GetRequiredService<IOptions<ModelOptions>>().Value.Heads
        );
        Assert.Equal(
            [typeof(FirstGate), typeof(SecondGate)],
            services.GetServices<IReplyGate>().Select(gate => gate.GetType())
        );
        var store = services.GetRequiredService<IOptions<ArtifactStoreOptions>>().Value;
        Assert.Equal(
            (ArtifactStoreKind.Blob, "https://a.blob.core.windows.net/models", null),
            (store.Kind, store.Container, store.ConnectionString)
        );
    }

    [Fact]
    public void UseBlobStore_NameWithoutAConnectionString_IsRefusedAtStart()
    {
        var collection = CreateServices();
        collection.AddDialClip(Configuration.GetSection("DialClip")).UseBlobStore("models");
        using var services = collection.BuildServiceProvider();

        var error = Assert.Throws<OptionsValidationException>(() =>
            services.GetRequiredService<IStartupValidator>().Validate()
        );

        Assert.Contains("'DialClip:Store:Container'", error.Message, StringComparison.Ordinal);
    }

    private static IServiceCollection CreateServices() =>
        new ServiceCollection().AddSingleton<IConfiguration>(Configuration);

    private static T Current<T>(IServiceProvider services)
        where T : class => services.GetRequiredService<IOptionsMonitor<T>>().CurrentValue;

    private sealed class FirstGate : IReplyGate
    {
        public ValueTask<ReplyMode> DecideAsync(
            ITurnContext turnContext,
            ReplyMode mode,
            CancellationToken cancellationToken
        ) => new(mode);
    }

    private sealed class SecondGate : IReplyGate
    {
        public ValueTask<ReplyMode> DecideAsync(
            ITurnContext turnContext,
            ReplyMode mode,
            CancellationToken cancellationToken
        ) => new(mode);
    }
}
