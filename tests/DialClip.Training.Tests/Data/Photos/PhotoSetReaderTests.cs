using System.IO.Compression;
using DialClip.Training.Data.Dialogs;
using DialClip.Training.Data.Photos;

namespace DialClip.Training.Tests.Data.Photos;

public sealed class PhotoSetReaderTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("dialclip-photos-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void Read_ZipWithIndex_TakesSplitsClassesAndDescriptionsFromIt()
    {
        var path = Path.Combine(root, "set.zip");
        using (var zip = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            Write(
                zip,
                "index.csv",
                "file,split,class,description\nb/2.jpg,test,Red-Beet,\n"
                    + "a/1.jpg,train,apple,\"Round, red and \"\"sweet\"\".\"\na/3.jpg,val,apple,\n"
            );
            Write(zip, "a/1.jpg", "x");
        }
        using var files = PhotoFiles.Open(path);

        var set = PhotoSetReader.Read(files, path);

        Assert.Equal("set", set.Name);
        Assert.Equal([new("Red-Beet", null), new("apple", "Round, red and \"sweet\".")], set.Classes);
        Assert.Equal("red beet", set.Classes[0].Name);
        Assert.Equal(
            [
                new("a/1.jpg", 1, DialogSplit.Train),
                new("a/3.jpg", 1, DialogSplit.Validation),
                new("b/2.jpg", 0, DialogSplit.Test),
            ],
            set.Photos
        );
        Assert.Equal("x"u8.ToArray(), files.Read("a/1.jpg"));
    }

    [Theory]
    [InlineData("train/cat/1.png", "test/dog/2.JPG")]
    [InlineData("cat/1.png", "dog/2.jpg")]
    public void Read_Folders_GiveTheClasses(string first, string second)
    {
        foreach (var name in new[] { first, second, "notes.txt" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(root, name))!);
            File.WriteAllText(Path.Combine(root, name), "x");
        }
        using var files = PhotoFiles.Open(root);

        var set = PhotoSetReader.Read(files, root);

        Assert.Equal(["cat", "dog"], set.Classes.Select(file => file.Id));
        var expected = first.StartsWith("train", StringComparison.Ordinal)
            ? (DialogSplit.Train, DialogSplit.Test)
            : (HashSplit.GetSplit(first), HashSplit.GetSplit(second));
        Assert.Equal(
            expected,
            (set.Photos.Single(photo => photo.Class == 0).Split, set.Photos.Single(photo => photo.Class == 1).Split)
        );
    }

    [Fact]
    public void Read_SomeFoldersNamedLikeSplits_RefusesInsteadOfMakingThemClasses()
    {
        foreach (var name in new[] { "train/cat/1.png", "dog/2.jpg" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(root, name))!);
            File.WriteAllText(Path.Combine(root, name), "x");
        }
        using var files = PhotoFiles.Open(root + "/");

        var error = Assert.Throws<InvalidDataException>(() => PhotoSetReader.Read(files, root));

        Assert.Contains("train/cat/1.png", error.Message, StringComparison.Ordinal);
        Assert.Equal("x"u8.ToArray(), files.Read("dog/2.jpg")); // a slash at the folder's end changes nothing
    }

    [Theory]
    [InlineData("file,split,class\n1.jpg,later,cat\n", "index.csv:2")]
    [InlineData("file,class\n1.jpg,cat\n", "expected file, split and class")]
    [InlineData("file,split,class\n1.jpg,train,cat\n", "1 classes")]
    public void Read_MalformedIndex_SaysWhere(string csv, string expected)
    {
        File.WriteAllText(Path.Combine(root, "index.csv"), csv);
        using var files = PhotoFiles.Open(root);

        var error = Assert.Throws<InvalidDataException>(() => PhotoSetReader.Read(files, root));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NameThatLeadsOutOfTheFolder_IsNoFile()
    {
        var inside = Directory.CreateDirectory(Path.Combine(root, "inside")).FullName;
        File.WriteAllText(Path.Combine(root, "secret.jpg"), "x");
        using var files = PhotoFiles.Open(inside);

        Assert.Throws<InvalidDataException>(() => files.Read("../secret.jpg"));
    }

    private static void Write(ZipArchive zip, string name, string text)
    {
        using var writer = new StreamWriter(zip.CreateEntry(name).Open());
        writer.Write(text);
    }
}
