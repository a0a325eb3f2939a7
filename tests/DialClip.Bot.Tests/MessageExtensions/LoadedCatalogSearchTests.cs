using DialClip.Bot.MessageExtensions;
using DialClip.Bot.Replies;
using DialClip.Bot.Tests.Bot;
using DialClip.Encoders;
using DialClip.Model.Indexing;
using Microsoft.Extensions.DependencyInjection;

namespace DialClip.Bot.Tests.MessageExtensions;

/// <summary>Searches of the committed catalogs by the committed model.</summary>
public sealed class LoadedCatalogSearchTests
{
    private static readonly Dictionary<string, string?> Committed = new()
    {
        ["DialClip:Store:Path"] = Path.Combine(RepositoryPaths.Root, "model", "store"),
        ["DialClip:Model:Backbone"] = "backbones/small/fp32",
        ["DialClip:Model:Catalog"] = "catalogs/stickers",
        ["DialClip:Model:Catalogs:0"] = "catalogs/animals",
        ["DialClip:Model:Heads:0"] = "models/stickers",
    };

    [Fact]
    public async Task Search_UnfinishedWord_FindsNamesInEveryCatalogOnce()
    {
        await using var sut = await CreateAsync();

        var found = await SearchAsync(sut, "pizz", byName: true);

        Assert.Equal("1F355", found[0].Item.Id);
        Assert.Equal(found.Select(item => item.Item.Id).Distinct(), found.Select(item => item.Item.Id));
    }

    [Fact]
    public async Task Search_Sentence_FindsPicturesAndTextsByMeaning()
    {
        await using var sut = await CreateAsync();

        var found = await SearchAsync(sut, "I just got the promotion!", byName: true);

        Assert.Equal(25, found.Count);
        Assert.Contains(found.Take(3), item => item.Item.Id == "1F389");
        Assert.Contains(found, item => item.Item.Modality == Modality.Text);
    }

    [Theory]
    [InlineData("asdfghjkl")]
    [InlineData("\u0645\u0628\u0631\u0648\u0643")]
    public async Task Search_WhatNobodyKnows_FindsNothing(string text)
    {
        await using var sut = await CreateAsync();

        Assert.Empty(await SearchAsync(sut, text, byName: true));
    }

    [Fact]
    public async Task Search_ChosenCatalogAndRule_AreKept()
    {
        await using var sut = await CreateAsync();

        var found = await SearchAsync(
            sut,
            "dog",
            byName: true,
            catalog: "catalogs/animals",
            admits: item => item.Modality == Modality.Picture && item.Id != "1F415"
        );

        Assert.NotEmpty(found);
        Assert.Single(found.Select(item => item.CatalogDigest).Distinct());
        Assert.DoesNotContain(found, item => item.Item.Id == "1F415" || item.Item.Modality == Modality.Text);
    }

    private static async Task<BotHarness> CreateAsync()
    {
        var sut = await BotHarness.CreateAsync(Committed, load: false);
        await sut.Services.GetRequiredService<Model.Loading.ModelSource>().ReloadAsync(CancellationToken.None);
        return sut;
    }

    private static Task<IReadOnlyList<FoundItem>> SearchAsync(
        BotHarness sut,
        string text,
        bool byName,
        string? catalog = null,
        Func<CatalogItem, bool>? admits = null
    ) =>
        sut
            .Services.GetRequiredService<IResponseModel>()
            .SearchAsync(new([], text, null, null, catalog, admits, 25), byName, CancellationToken.None);
}
