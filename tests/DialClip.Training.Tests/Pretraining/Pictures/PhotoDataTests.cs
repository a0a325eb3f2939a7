using DialClip.Training.Pretraining.Pictures;

namespace DialClip.Training.Tests.Pretraining.Pictures;

public sealed class PhotoDataTests
{
    private static string Folder => Path.Combine(RepositoryPaths.Root, "training", "data", "photos");

    [Fact]
    public void HeldBackPhotos_EveryClass_HasItsParts()
    {
        var classes = PhotoConcept.ReadAll(Path.Combine(Folder, "classes.jsonl"));
        var lines = File.ReadAllLines(Path.Combine(Folder, "held-back.csv")).Skip(1).Select(line => line.Split(','));
        var parts = lines.ToLookup(fields => (fields[0], fields[1]), fields => fields[2]);

        Assert.Equal(35, classes.Count(photoClass => !photoClass.Trained));
        foreach (var photoClass in classes)
        {
            var counts = parts[(photoClass.Set, photoClass.Class)].CountBy(part => part).ToDictionary();
            Assert.Equal(
                photoClass.Trained ? new() { ["test"] = 8, ["validation"] = 4 } : new() { ["unseen"] = 25 },
                counts
            );
        }
    }

    [Fact]
    public void HeldBackPhotos_CommittedFile_IsRead()
    {
        var sut = HeldBackPhotos.Read(Path.Combine(Folder, "held-back.csv"));

        Assert.Equal(PhotoPart.Unseen, sut.GetPart("grocery", FindFile("grocery", "Banana")));
        Assert.Equal(PhotoPart.Train, sut.GetPart("grocery", "train/Lemon/none.jpg"));

        static string FindFile(string set, string name) =>
            File.ReadAllLines(Path.Combine(Folder, "held-back.csv"))
                .First(line => line.StartsWith($"{set},{name},", StringComparison.Ordinal))
                .Split(',')[3];
    }

    [Theory]
    [InlineData("set,file", "begins with 'set,file'")]
    [InlineData("set,class,part,file\na,b,train,c.jpg", ":2 is 'a,b,train,c.jpg'")]
    [InlineData("set,class,part,file\na,b", ":2 is 'a,b'")]
    public void Read_MalformedFile_SaysWhere(string content, string message)
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "held-back.csv");
        File.WriteAllText(file, content);

        var error = Assert.Throws<InvalidDataException>(() => HeldBackPhotos.Read(file));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }
}
