using System.Text.Json;
using DialClip.Encoders.Imaging;

namespace DialClip.Training.Tests.Catalogs.Folders;

/// <summary>Files and rows that cannot be taken: each is listed and counted, and the others go on.</summary>
public sealed class HostileFolderTests : IDisposable
{
    private readonly CatalogBed bed = new();

    public void Dispose() => bed.Dispose();

    [Fact]
    public async Task Pictures_ThatCannotBeTaken_AreListedWithWhatToDo()
    {
        bed.PutPictures("good.bmp");
        bed.Put("cut.jpg", EncodedSamples.Jpeg[..^200]);
        bed.Put("empty.png", []);
        bed.Put("renamed.jpg", "%PDF-1.7"u8.ToArray());
        bed.Put("phone.heic", [1]);
        bed.Put("drawing.svg", [1]);
        bed.Put("notes.docx", [1]);
        bed.Put("Thumbs.db", [1]);
        bed.Put(".hidden/a.jpg", [1]);
        bed.Put("words.txt", "of nothing");
        SpecialFile.PutHuge(Path.Combine(bed.Folder, "huge.png"), ImageLimits.Default.MaxBytes + 1L);
        bed.Put("bomb.png", TinyPng.CreateHeader(60_000, 60_000));

        var code = await bed.RunAsync("--no-index", "--report", bed.Beside("report.jsonl"));

        Assert.Equal(3, code);
        var report = File.ReadAllLines(bed.Beside("report.jsonl")).Select(line => JsonDocument.Parse(line).RootElement);
        Assert.Equal(7, report.Count(finding => finding.GetProperty("isLeftOut").GetBoolean()));
        Assert.Contains(
            report,
            finding =>
                (finding.GetProperty("kind").GetString(), finding.GetProperty("where").GetString())
                == ("too-large", "bomb.png")
        );
        Assert.Equal(["good.bmp"], (await bed.OpenAsync("1")).Items.Select(item => item.Id));
        Assert.All(
            new[]
            {
                "Left out: 7 files or rows.",
                "cut.jpg: The JPEG picture ends early",
                "empty.png: The file is empty",
                "renamed.jpg: The picture is a PDF document; expected JPEG, PNG, WebP, BMP or GIF. Convert it",
                "phone.heic: HEIC is not decoded here",
                "heif-convert",
                "drawing.svg: SVG is not decoded here",
                "huge.png: The file has 33,554,433 bytes; at most 33,554,432 are accepted",
                "bomb.png: The PNG picture has 60000 x 60000 pixels",
                "other files: 3 (no item is missing)",
                "words.txt: There is no picture of the same name beside it",
            },
            line => Assert.Contains(line, bed.Output, StringComparison.Ordinal)
        );
        Assert.DoesNotContain("Send", bed.Output, StringComparison.Ordinal);
    }

    [LinuxX64Fact]
    public async Task Links_IntoAndOutOfTheFolder_AreNotFollowed()
    {
        bed.PutPictures("good.bmp", "shoes/a.bmp");
        File.WriteAllBytes(bed.Beside("secret.bmp"), TinyBundle.Bmp(200, 1, 1));
        File.CreateSymbolicLink(Path.Combine(bed.Folder, "link.bmp"), bed.Beside("secret.bmp"));
        Directory.CreateSymbolicLink(Path.Combine(bed.Folder, "round"), bed.Folder);
        bed.Put("items.csv", "file,caption\nlink.bmp,a secret\nround/good.bmp,round\n");

        var catalog = await bed.MakeAsync();

        Assert.Equal(["good.bmp", "shoes/a.bmp"], catalog.Items.Select(item => item.Id));
        Assert.Equal(["shoes"], catalog.Find("shoes/a.bmp")!.Tags["folder"]);
        Assert.Contains("outside of the folder: 2", bed.Output, StringComparison.Ordinal);
        Assert.Contains("link.bmp: It is a link to", bed.Output, StringComparison.Ordinal);
        Assert.Contains("There is no picture 'round/good.bmp'", bed.Output, StringComparison.Ordinal);
    }

    [LinuxX64Fact]
    public async Task Pipe_UnderAPicturesName_IsNeverOpened()
    {
        bed.PutPictures("good.bmp");
        SpecialFile.PutPipe(Path.Combine(bed.Folder, "pipe.png"));

        Assert.Equal(3, await SpecialFile.FinishAsync(() => bed.RunAsync("--no-index")));

        Assert.Contains("pipe.png: The file is empty", bed.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../secret.bmp", "leads out of the folder")]
    [InlineData("a/../../secret.bmp", "leads out of the folder")]
    [InlineData("..\\secret.bmp", "leads out of the folder")]
    [InlineData("/etc/passwd", "leads out of the folder")]
    [InlineData("C:\\pictures\\a.bmp", "leads out of the folder")]
    [InlineData("https://shop.example/a.bmp", "is an address")]
    [InlineData("gone.bmp", "There is no picture 'gone.bmp'")]
    public async Task Rows_WithoutAPictureInTheFolder_AreListed(string file, string why)
    {
        bed.PutPictures("good.bmp");
        File.WriteAllBytes(bed.Beside("secret.bmp"), TinyBundle.Bmp(200, 1, 1));
        bed.Put("items.csv", $"file,caption\n{file},x\n");

        Assert.Equal(3, await bed.RunAsync("--no-index"));

        Assert.Contains($"items.csv:2: ", bed.Output, StringComparison.Ordinal);
        Assert.Contains(why, bed.Output, StringComparison.Ordinal);
        Assert.Contains("pictures without a row: 1 (no item is missing)", bed.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("shoes\\Red.BMP")]
    [InlineData("./shoes/red.bmp")]
    [InlineData("other/../shoes/red.bmp")]
    public async Task Rows_WithPathsOfOtherSystems_FindTheirPictures(string file)
    {
        bed.PutPictures("shoes/red.bmp");
        bed.Put("items.csv", $"file,caption\n{file},x\n");

        Assert.Equal("x", (await bed.MakeAsync()).Find("shoes/red.bmp")!.Caption);
    }

    [Fact]
    public async Task Rows_WithADecomposedName_FindThePicture()
    {
        bed.PutPictures("gru\u0308n.bmp");
        bed.Put("items.csv", "file,caption\ngr\u00FCn.bmp,x\n");

        Assert.Equal("x", (await bed.MakeAsync()).Find("gr\u00FCn.bmp")!.Caption);
    }

    [Fact]
    public async Task Pictures_ByteForByteTheSame_AreTakenOnceWithTheirRow()
    {
        var bytes = TinyBundle.Bmp(1, 2, 3);
        bed.Put("a.bmp", bytes);
        bed.Put("b/described.bmp", bytes);
        bed.Put("c.bmp", bytes);
        bed.Put("items.csv", "file,caption\nb/described.bmp,x\n");

        var catalog = await bed.MakeAsync();

        Assert.Equal(["b/described.bmp"], catalog.Items.Select(item => item.Id));
        Assert.Contains("duplicates: 2", bed.Output, StringComparison.Ordinal);
        Assert.Contains(
            "a.bmp: It is the same picture as 'b/described.bmp', byte for byte.",
            bed.Output,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Names_WithControlCharacters_DoNotReachTheConsole()
    {
        bed.PutPictures("good.bmp");
        bed.Put("\u001b[31mred\nline.heic", [1]);

        await bed.RunAsync("--no-index");

        Assert.DoesNotContain('\u001b', bed.Output);
        Assert.Contains(" [31mred line.heic: HEIC", bed.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "There is no folder")]
    [InlineData(false, "holds nothing for a catalog")]
    public async Task Folder_OfNothing_MakesNothing(bool isMissing, string why)
    {
        if (isMissing)
            Directory.Delete(bed.Folder);

        Assert.Equal(1, await bed.RunAsync("--no-index"));

        Assert.Contains(why, bed.Errors, StringComparison.Ordinal);
        Assert.Empty(bed.ListVersions());
    }
}
