using DialClip.Artifacts.Format;
using DialClip.Training.Commands;
using DialClip.Training.Terminal;

namespace DialClip.Training.Tests.Catalogs;

/// <summary>Versions of a catalog and their indexes.</summary>
public sealed class CatalogCommandTests : IDisposable
{
    private readonly CatalogBed bed = new();

    public void Dispose() => bed.Dispose();

    [Fact]
    public async Task Catalog_OfAFolder_IsServedByTheHeadsOfTheSettings()
    {
        await bed.WriteModelAsync();
        bed.PutPictures("a.bmp", "b.bmp");
        bed.Put("texts.csv", "text\nhello\n");

        var code = await bed.RunAsync("--license", "CC0");
        var asked = await AskAsync("hello");

        Assert.Equal((ExitCode.Success, ExitCode.Success), (code, asked.Code));
        Assert.Contains("catalogs/mine/1 ", bed.Output, StringComparison.Ordinal);
        Assert.Contains("2 pictures, 1 texts", bed.Output, StringComparison.Ordinal);
        Assert.Contains("for models/head/1: 3 items encoded, 0 taken", bed.Output, StringComparison.Ordinal);
        Assert.Contains("Nothing was left out.", bed.Output, StringComparison.Ordinal);
        Assert.Contains("items/s", bed.Errors, StringComparison.Ordinal);
        Assert.Contains("a.bmp", asked.Output, StringComparison.Ordinal);
        Assert.Equal("CC0", (await bed.OpenAsync("1")).Folder.Properties<CatalogProperties>().License);
    }

    [Fact]
    public async Task Catalog_UnchangedFolder_MakesNoNewVersion()
    {
        await bed.WriteModelAsync();
        bed.PutPictures("a.bmp", "b.bmp");
        await bed.RunAsync();
        File.SetLastWriteTimeUtc(Path.Combine(bed.Folder, "a.bmp"), new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        Assert.Equal(ExitCode.Success, await bed.RunAsync());

        Assert.Contains("unchanged: no new version", bed.Output, StringComparison.Ordinal);
        Assert.Contains("was there already", bed.Output, StringComparison.Ordinal);
        Assert.Equal(["1"], bed.ListVersions());
    }

    [Fact]
    public async Task Catalog_ChangedFolder_IsTheNextVersionAndEncodesOnlyWhatChanged()
    {
        await bed.WriteModelAsync();
        bed.PutPictures("a.bmp", "b.bmp", "c.bmp");
        await bed.RunAsync();
        var first = (await bed.OpenAsync("1")).Digest;
        File.Delete(Path.Combine(bed.Folder, "c.bmp"));
        bed.PutPictures("b.bmp", "d.bmp");
        File.Move(Path.Combine(bed.Folder, "a.bmp"), Path.Combine(bed.Folder, "a1.bmp"));
        bed.Put("items.csv", "file,id\na1.bmp,kept\n");

        await bed.RunAsync();

        Assert.Equal(["1", "2"], bed.ListVersions());
        Assert.Contains("2 items encoded, 1 taken from the version before", bed.Output, StringComparison.Ordinal);
        Assert.Equal(["b.bmp", "d.bmp", "kept"], (await bed.OpenAsync("2")).Items.Select(item => item.Id));
        Assert.Equal(first, (await bed.OpenAsync("1")).Digest);
        Assert.Contains("kept", (await AskAsync("hello")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Catalog_WithoutItsIndex_IsNotThere()
    {
        await bed.WriteModelAsync();
        bed.PutPictures("a.bmp");
        // A vision tower that cannot be opened.
        await File.WriteAllTextAsync(bed.Bundle.GetPath(TinyBundle.HeadPath + "/1/experts.onnx"), "damaged");

        Assert.Equal(ExitCode.Failed, await bed.RunAsync());
        Assert.Empty(bed.ListVersions());

        Assert.Equal(ExitCode.Success, await bed.RunAsync("--no-index"));
        Assert.Equal(["1"], bed.ListVersions());
        Assert.Contains("dialclip index --catalog catalogs/mine/1", bed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Catalog_MissingHead_IsSaidBeforePicturesAreRead()
    {
        await bed.Bundle.WriteBackboneAsync();
        bed.PutPictures("a.bmp");

        Assert.Equal(ExitCode.Failed, await bed.RunAsync());

        Assert.Contains("models/head/", bed.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Reading pictures", bed.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Catalog_NameOfACatalogOfOtherOrigin_IsRefused()
    {
        await bed.Bundle.WriteCatalogAsync(path: "catalogs/mine");
        bed.PutPictures("a.bmp");

        Assert.Equal(ExitCode.Failed, await bed.RunAsync("--no-index"));

        Assert.Contains("was not made from a folder", bed.Errors, StringComparison.Ordinal);
        Assert.Equal(["1"], bed.ListVersions());
    }

    [Fact]
    public async Task Catalog_AfterAKilledRun_StartsAfresh()
    {
        bed.PutPictures("a.bmp");
        var left = bed.Bundle.GetPath("catalogs/.partial-mine-next/media/left.bmp");
        Directory.CreateDirectory(Path.GetDirectoryName(left)!);
        await File.WriteAllTextAsync(left, "left by a killed run");

        Assert.Equal(ExitCode.Success, await bed.RunAsync("--no-index"));

        Assert.Equal(2, (await bed.OpenAsync("1")).Folder.Manifest.Files.Count);
        Assert.Equal(["mine"], Directory.GetFileSystemEntries(bed.Bundle.GetPath("catalogs")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Catalog_WhileAnotherProcessWritesIt_IsRefused()
    {
        bed.PutPictures("a.bmp");
        Directory.CreateDirectory(bed.Bundle.GetPath("catalogs"));
        await using var other = new FileStream(
            bed.Bundle.GetPath("catalogs/.partial-mine-lock"),
            FileMode.Create,
            FileAccess.Write,
            FileShare.None
        );

        Assert.Equal(ExitCode.Failed, await bed.RunAsync("--no-index"));

        Assert.Contains("Another process writes catalog 'mine'", bed.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "was not trained to recognize whatever a photograph shows")]
    [InlineData(true, "found by their pixels alone")]
    [InlineData(null, "found by their pixels alone")]
    public async Task Catalog_PicturesWithoutWords_SaysWhatTheBackboneMakesOfThem(bool? openVocabulary, string said)
    {
        await bed.WriteModelAsync();
        var backbone = await bed.Bundle.Loader.OpenAsync(TinyBundle.BackbonePath, null, CancellationToken.None);
        File.Delete(Path.Combine(backbone.LocalPath, ArtifactManifest.FileName));
        await Artifacts.ArtifactFolderWriter.WriteAsync(
            backbone.LocalPath,
            "tiny",
            "fp32",
            backbone.Properties<BackboneProperties>() with
            {
                OpenVocabulary = openVocabulary,
            },
            CancellationToken.None
        );
        bed.PutPictures("IMG_1.bmp", "IMG_2.bmp", "red-shoe.bmp");

        await bed.RunAsync();

        Assert.Contains("2 pictures have no caption", bed.Errors, StringComparison.Ordinal);
        Assert.Contains(said, bed.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../up")]
    [InlineData("a/b")]
    [InlineData(".hidden")]
    [InlineData("")]
    public async Task Catalog_NameThatIsNoFolders_IsRefused(string name)
    {
        var errors = new StringWriter();

        var code = await CommandRunner.RunAsync(["catalog", bed.Folder, "--name", name], new StringWriter(), errors);

        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains("--name", errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Catalog_SettingsWithAStoreInBlobs_AsksForAFolder()
    {
        bed.PutPictures("a.bmp");
        await File.WriteAllTextAsync(bed.Settings, """{"DialClip":{"Store":{"Kind":"Blob","Container":"x"}}}""");

        Assert.Equal(ExitCode.Failed, await bed.RunAsync());

        Assert.Contains("--store", bed.Errors, StringComparison.Ordinal);
        Assert.Contains("dialclip publish", bed.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Catalog_Watching_FollowsTheFolderAndForgivesWhatIsWrongForAWhile()
    {
        await bed.WriteModelAsync();
        bed.Put("items.csv", "caption\nwithout a file\n");
        bed.PutPictures("a.bmp");
        var time = new ObservableTime();
        var (output, errors) = (new StringWriter(), new StringWriter());
        using var stop = new CancellationTokenSource();
        var running = CommandRunner.RunAsync(
            ["catalog", bed.Folder, "--name", "mine", "--settings", bed.Settings, "--watch"],
            output,
            errors,
            new LineProgress(errors, time),
            stop.Token
        );

        await PassUntilAsync(() => errors.ToString().Contains("none of them is 'file'", StringComparison.Ordinal));
        bed.Put("items.csv", "file,caption\na.bmp,a\n");
        await PassUntilAsync(() => bed.ListVersions().Length == 1);
        bed.PutPictures("b.bmp");
        await PassUntilAsync(() => bed.ListVersions().Length == 2);
        await stop.CancelAsync();

        Assert.Equal(ExitCode.Interrupted, await running);
        Assert.Equal(["a.bmp", "b.bmp"], (await bed.OpenAsync("2")).Items.Select(item => item.Id));
        Assert.Contains(
            "1 items encoded, 1 taken from the version before",
            output.ToString(),
            StringComparison.Ordinal
        );

        // The watch waits again and again, for an interval or for the folder to be still.
        async Task PassUntilAsync(Func<bool> isReached)
        {
            do
            {
                time.Advance(await time.NextTimerAsync());
            } while (!isReached());
        }
    }

    private async Task<(int Code, string Output)> AskAsync(string text)
    {
        var output = new StringWriter();
        var code = await CommandRunner.RunAsync(
            [
                "ask",
                text,
                "--store",
                bed.Bundle.Root,
                "--backbone",
                TinyBundle.BackbonePath,
                "--model",
                TinyBundle.HeadPath,
                "--catalog",
                "catalogs/mine",
            ],
            output,
            output
        );
        return (code, output.ToString());
    }
}
