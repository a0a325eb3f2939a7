using DialClip.Training.Data.Dialogs;

namespace DialClip.Training.Tests.Data.Dialogs;

public sealed class DialogFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("dialclip-dialogs-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Read_Folder_ReadsEveryFileInOrder()
    {
        Write("b.jsonl", """{"id":"b-1","turns":[{"speaker":"user","text":"","image":"1F436"}],"accept":[]}""");
        Write(
            "a.jsonl",
            """{"id":"a-1","turns":[{"speaker":"bot","text":"Hi","image":null},"""
                + """{"speaker":"user","text":"Hello","image":null}],"accept":["1F44B","text:hello"]}"""
        );

        var dialogs = DialogFile.Read(folder);

        Assert.Equal(["a-1", "b-1"], dialogs.Select(dialog => dialog.Id));
        Assert.Equal("Hello", dialogs[0].Input.Text);
        Assert.Equal(["1F44B"], dialogs[0].AcceptedPictures);
        Assert.Equal(["text:hello"], dialogs[0].AcceptedTexts);
    }

    [Theory]
    [InlineData("""{"id":"x","turns":[],"accept":[]}""", "no turn")]
    [InlineData("""{"id":"x","turns":[{"speaker":"robot","text":"a","image":null}],"accept":[]}""", "'robot'")]
    [InlineData(
        """{"id":"x","turns":[{"speaker":"user","text":"","image":null}],"accept":[]}""",
        "neither text nor image"
    )]
    [InlineData(
        """{"id":"x","turns":[{"speaker":"user","text":"a","image":null}],"accept":[""]}""",
        "accepted id is empty"
    )]
    [InlineData("""{"id":"x","turns":[{"speaker":"user","text":"a","image":null}]}""", "accept")]
    [InlineData("""{"id":"x","turns":[{"speaker":"user","text":"a","image":null}],"accept":[],"extra":1}""", "extra")]
    [InlineData("not json", "is not a valid dialog")]
    public void Read_BadLine_NamesLocationAndError(string line, string expected)
    {
        Write("a.jsonl", """{"id":"ok","turns":[{"speaker":"user","text":"a","image":null}],"accept":[]}""", line);

        var error = Assert.Throws<InvalidDataException>(() => DialogFile.Read(folder));

        Assert.Contains("a.jsonl:2", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_SameIdTwice_NamesBothPlaces()
    {
        const string Line = """{"id":"x","turns":[{"speaker":"user","text":"a","image":null}],"accept":[]}""";
        Write("a.jsonl", Line);
        Write("b.jsonl", Line);

        var error = Assert.Throws<InvalidDataException>(() => DialogFile.Read(folder));

        Assert.Contains("a.jsonl:1", error.Message, StringComparison.Ordinal);
        Assert.Contains("b.jsonl:1", error.Message, StringComparison.Ordinal);
    }

    private void Write(string name, params string[] lines) => File.WriteAllLines(Path.Combine(folder, name), lines);
}
