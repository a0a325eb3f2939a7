using System.Text;
using DialClip.Encoders;

namespace DialClip.Training.Tests.Catalogs.Folders;

/// <summary>The words and tags of items, from tables, text files and names.</summary>
public sealed class FolderWordsTests : IDisposable
{
    private readonly CatalogBed bed = new();

    public void Dispose() => bed.Dispose();

    [Fact]
    public async Task Words_OfSeveralSources_TheFirstThatSaysSomethingCounts()
    {
        bed.PutPictures("all.bmp", "no-row.bmp", "only-name.bmp", "IMG_0001.bmp");
        bed.Put("items.csv", "file,name,keywords\nall.bmp,From csv,\n");
        bed.Put("items.jsonl", """{"file":"all.bmp","name":"From json","keywords":["k1","k2"],"size":4}""");
        bed.Put("all.txt", "From the text file");
        bed.Put("no-row.bmp.txt", "A sentence\nover two lines ");

        var catalog = await bed.MakeAsync();

        var all = catalog.Find("all.bmp")!;
        Assert.Equal(("From csv", "From the text file"), (all.Name, all.Caption));
        Assert.Equal(["k1", "k2"], all.Keywords);
        Assert.Equal(["4"], all.Tags["size"]);
        Assert.Equal(("no row", "A sentence over two lines"), Words("no-row.bmp"));
        Assert.Equal(("only name", null), Words("only-name.bmp"));
        Assert.Equal(("", null), Words("IMG_0001.bmp"));
        Assert.Contains("1 picture has no caption", (await RunWithModelAsync()).Errors, StringComparison.Ordinal);

        (string, string?) Words(string id) => (catalog.Find(id)!.Name, catalog.Find(id)!.Caption);
    }

    [Theory]
    [InlineData("\uFEFFFile,Description\r\na.bmp,\"one, \"\"two\"\"\r\nthree\"\r\nb.bmp,four\r\n")]
    [InlineData("description;FILE NAME\n\"one, \"\"two\"\"\r\nthree\";a.bmp\nfour;b.bmp")]
    [InlineData("caption\tpath\n\"one, \"\"two\"\"\r\nthree\"\ta.bmp\n\nfour\tb.bmp\n")]
    public async Task Csv_AsProgramsWriteIt_IsRead(string csv)
    {
        bed.PutPictures("a.bmp", "b.bmp");
        bed.Put("items.csv", Encoding.UTF8.GetBytes(csv));

        var catalog = await bed.MakeAsync();

        Assert.Equal("one, \"two\"\r\nthree", catalog.Find("a.bmp")!.Caption);
        Assert.Equal("four", catalog.Find("b.bmp")!.Caption);
    }

    [Fact]
    public async Task Csv_DamagedRows_AreListedAndTheOthersGoOn()
    {
        bed.PutPictures("a.bmp", "b.bmp", "c.bmp", "d.bmp");
        bed.Put(
            "items.csv",
            "file,caption\n\"a.bmp\",\"first\nof two\"\nb.bmp,one,two\nc.bmp,a \"quote\" within\n,nothing\n"
                + "d.bmp,right\nd.bmp,twice\n"
        );

        await bed.RunAsync("--no-index");
        var catalog = await bed.OpenAsync("1");

        Assert.Equal("first\nof two", catalog.Find("a.bmp")!.Caption);
        Assert.Equal("right", catalog.Find("d.bmp")!.Caption);
        Assert.Null(catalog.Find("b.bmp")!.Caption);
        Assert.Contains("items.csv:4: It has 3 values for 2 columns", bed.Output, StringComparison.Ordinal);
        Assert.Contains("items.csv:5: It has a quote within a value", bed.Output, StringComparison.Ordinal);
        Assert.Contains("items.csv:6: It names no file", bed.Output, StringComparison.Ordinal);
        Assert.Contains("items.csv:8: 'd.bmp' has a row already, at items.csv:7", bed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_DamagedRows_AreListedAndTheOthersGoOn()
    {
        bed.PutPictures("a.bmp", "b.bmp");
        bed.Put(
            "items.jsonl",
            """
            {"file":"a.bmp","caption":"right","tags":{"Audience":["adults","children"]},"name":null,"price":1.5}
            {"file":"b.bmp","caption":
            ["b.bmp"]
            {"file":"b.bmp","caption":{"en":"no"}}
            """
        );

        var catalog = await bed.MakeAsync();

        var item = catalog.Find("a.bmp")!;
        Assert.Equal("right", item.Caption);
        Assert.Equal(["adults", "children"], item.Tags["audience"]);
        Assert.Equal(["1.5"], item.Tags["price"]);
        Assert.Contains("rows that cannot be used: 3", bed.Output, StringComparison.Ordinal);
        Assert.Contains("items.jsonl:2", bed.Output, StringComparison.Ordinal);
        Assert.Contains("items.jsonl:3", bed.Output, StringComparison.Ordinal);
        Assert.Contains("'caption' is an object", bed.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("name,caption\na.bmp,x\n", "none of them is 'file'")]
    [InlineData("file,caption,Caption\na.bmp,x,y\n", "names the column 'caption' 2 times")]
    [InlineData("", "'items.csv' is empty")]
    public async Task Csv_WithoutItsColumns_IsRefused(string csv, string why)
    {
        bed.PutPictures("a.bmp");
        bed.Put("items.csv", csv);

        Assert.Equal(1, await bed.RunAsync("--no-index"));

        Assert.Contains(why, bed.Errors, StringComparison.Ordinal);
        Assert.Empty(bed.ListVersions());
    }

    [Theory]
    [InlineData("utf-16", "iconv -f UTF-16")]
    [InlineData("iso-8859-1", "iconv -f WINDOWS-1252")]
    public async Task Csv_OfAnotherEncoding_IsRefused(string encoding, string advice)
    {
        bed.PutPictures("a.bmp");
        bed.Put("items.csv", Encoding.GetEncoding(encoding).GetBytes("file,caption\na.bmp,grün\n"));

        Assert.Equal(1, await bed.RunAsync("--no-index"));

        Assert.Contains(advice, bed.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Words_BeyondTheLimits_AreCutAndSaid()
    {
        bed.PutPictures("a.bmp");
        var tags = string.Join(',', Enumerable.Range(0, 20).Select(number => $"t{number:00}"));
        bed.Put(
            "items.csv",
            $"file,caption,keywords,{tags}\na.bmp,{new string('x', 3000)},{new string('k', 65)}|short"
                + string.Concat(Enumerable.Repeat(",v", 20))
        );

        var item = (await bed.MakeAsync()).Find("a.bmp")!;

        Assert.Equal(2000, item.Caption!.Length);
        Assert.Equal(["short"], item.Keywords);
        Assert.Equal(16, item.Tags.Count);
        Assert.Contains("shortened: 3 (no item is missing)", bed.Output, StringComparison.Ordinal);
        Assert.Contains("'caption' has 3,000 characters", bed.Output, StringComparison.Ordinal);
        Assert.Contains("The tags 't16', 't17', 't18', 't19' are left off", bed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Texts_OfBothTables_AreItemsWithIdsOfTheirOwn()
    {
        bed.Put("texts.csv", "id,text,keywords,locale\nhi,Hello there!,greeting;hello,en|de\n,Hello there!,,\n");
        bed.Put("texts.jsonl", """{"text":"Good night."}""" + "\n" + """{"id":"hi","text":"Hi."}""" + "\n{}\n");

        var catalog = await bed.MakeAsync();

        Assert.All(catalog.Items, item => Assert.Equal(Modality.Text, item.Modality));
        Assert.Equal("Hello there!", catalog.Find("hi")!.Text);
        Assert.Equal(["greeting", "hello"], catalog.Find("hi")!.Keywords);
        Assert.Equal(["en", "de"], catalog.Find("hi")!.Tags["locale"]);
        var other = Assert.Single(catalog.Items, item => item.Id != "hi");
        Assert.Equal(("Good night.", true), (other.Text!, other.Id.StartsWith("text:", StringComparison.Ordinal)));
        Assert.Contains("texts.csv:3: It is the same text as texts.csv:2.", bed.Output, StringComparison.Ordinal);
        Assert.Contains("The id 'hi' is that of texts.csv:2 already", bed.Output, StringComparison.Ordinal);
        Assert.Contains("texts.jsonl:3: It has no text.", bed.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("red-sneaker_01.jpg", "red sneaker")]
    [InlineData("RedSneaker.jpg", "Red Sneaker")]
    [InlineData("iphone 15.jpg", "iphone 15")]
    [InlineData("Grüner Tee (2).jpg", "Grüner Tee 2")]
    [InlineData("\u7EA2\u978B.jpg", "\u7EA2\u978B")]
    [InlineData("IMG_1234.jpg", null)]
    [InlineData("PXL_20240131_101112.MP.jpg", null)]
    [InlineData("image00001.jpg", null)]
    [InlineData("3fa85f64-5717-4562-b3fc-2c963f66afa6.jpg", null)]
    [InlineData("Screenshot 2024-01-31 at 10.11.12.png", null)]
    [InlineData("WhatsApp Image 2024-01-31.jpeg", null)]
    public void SpeakingName_OfAFile_IsFoundWhereThereIsOne(string file, string? expected) =>
        Assert.Equal(expected, Training.Catalogs.Folders.SpeakingName.Find(file));

    private async Task<CatalogBed> RunWithModelAsync()
    {
        await bed.WriteModelAsync();
        await bed.RunAsync();
        return bed;
    }
}
