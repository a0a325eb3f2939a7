using DialClip.Training.Data.Dialogs;
using DialClip.Training.Terminal;

namespace DialClip.Training.Tests.Data.Dialogs;

public sealed class DialogFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("dialclip-dialogs-").FullName;

    private readonly StringWriter output = new();
    private readonly LineProgress notes;

    public DialogFileTests() => notes = new(output, TimeProvider.System);

    public void Dispose()
    {
        output.Dispose();
        Directory.Delete(folder, recursive: true);
    }

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
    [InlineData("""{"id":"x","turns":[null],"accept":[]}""", "'turns[0]' is null, expected an object")]
    [InlineData("""{"id":"x","turns":null,"accept":[]}""", "'turns' is null, expected a list")]
    [InlineData("""{"id":"x","turns":[{"speaker":"user","text":"a"}],"accept":[null]}""", "'accept[0]' is null")]
    [InlineData("""{"id":"x","turns":[{"text":"a"}],"accept":[]}""", "'turns[0]' lacks 'speaker'")]
    [InlineData(
        """{"id":7,"turns":[{"speaker":"user","text":"a"}],"accept":[]}""",
        "'id' is a number, expected a text"
    )]
    [InlineData(
        """{"id":"x","turns":[{"speaker":"user","text":"a"}],"accept":[],"split":"dev"}""",
        "'split' is 'dev', expected Train, Validation, Test"
    )]
    [InlineData("""{"id":"x","id":"y","turns":[{"speaker":"user","text":"a"}],"accept":[]}""", "id")]
    [InlineData("null", "the record is null")]
    [InlineData("not json", "is not a valid dialog")]
    public void Read_BadLine_NamesLocationAndError(string line, string expected)
    {
        Write("a.jsonl", """{"id":"ok","turns":[{"speaker":"user","text":"a","image":null}],"accept":[]}""", line);

        var error = Assert.Throws<InvalidDataException>(() => DialogFile.Read(folder));

        Assert.Contains("a.jsonl:2", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TurnWithoutImageOrText_IsAccepted()
    {
        Write(
            "a.jsonl",
            """{"id":"x","turns":[{"speaker":"bot","image":"1F436"},{"speaker":"user","text":"a"}],"accept":[]}""",
            """{"id":"y","turns":[{"speaker":"user","text":null,"image":"1F436"}],"accept":[]}"""
        );

        var dialogs = DialogFile.Read(folder);

        Assert.Equal(("", "1F436"), (dialogs[0].Turns[0].Text, dialogs[0].Turns[0].Image));
        Assert.Equal(("a", null), (dialogs[0].Input.Text, dialogs[0].Input.Image));
        Assert.Equal(("", "1F436"), (dialogs[1].Input.Text, dialogs[1].Input.Image));
    }

    [Fact]
    public void Read_UnknownProperties_AreIgnoredAndCountedOnceAFile()
    {
        Write(
            "a.jsonl",
            """{"id":"x","kind":"social","note":1,"turns":[{"speaker":"user","text":"a","mood":null}],"accept":[]}""",
            """{"id":"y","note":{},"turns":[{"speaker":"user","text":"a"}],"accept":[]}"""
        );

        var dialogs = DialogFile.Read(folder, notes);

        Assert.Equal(["social", null], dialogs.Select(dialog => dialog.Kind));
        var line = Assert.Single(output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("a.jsonl: unknown properties were ignored: 'mood' (1 times), 'note' (2 times)", line);
    }

    [Fact]
    public void Read_LoneSurrogates_AreReplacedAndCounted()
    {
        Write(
            "a.jsonl",
            """{"id":"x","turns":[{"speaker":"user","text":"party \ud83d"}],"accept":[]}""",
            """{"id":"y","turns":[{"speaker":"user","text":"\udc00 \\ud83d \uD83D\uDE00 \ud83d\ud83d!"}],"accept":[]}"""
        );

        var dialogs = DialogFile.Read(folder, notes);

        Assert.Equal("party \ufffd", dialogs[0].Input.Text);
        Assert.Equal("\ufffd \\ud83d \U0001F600 \ufffd\ufffd!", dialogs[1].Input.Text);
        Assert.Contains("a.jsonl: 4 halves of surrogate pairs", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_BytesThatAreNoUtf8_AreRefusedWithTheirLine()
    {
        File.WriteAllBytes(
            Path.Combine(folder, "a.jsonl"),
            [
                .. """{"id":"ok","turns":[{"speaker":"user","text":"café"}],"accept":[]}"""u8,
                .. "\r\n"u8,
                .. """{"id":"x","turns":[{"speaker":"user","text":"caf"""u8,
                0xE9,
                .. "\"}],\"accept\":[]}"u8,
            ]
        );

        var error = Assert.Throws<InvalidDataException>(() => DialogFile.Read(folder));

        Assert.Contains("a.jsonl:2", error.Message, StringComparison.Ordinal);
        Assert.Contains("no valid UTF-8 (byte 0xE9)", error.Message, StringComparison.Ordinal);
        Assert.Contains("iconv", error.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, byte[], string> OtherEncodings =>
        new()
        {
            { "UTF-16", [0xFF, 0xFE, (byte)'{', 0], "-f UTF-16" },
            { "UTF-16, the other order", [0xFE, 0xFF, 0, (byte)'{'], "-f UTF-16" },
            { "UTF-32", [0xFF, 0xFE, 0, 0, (byte)'{', 0, 0, 0], "-f UTF-32" },
            { "UTF-16 without a mark", [(byte)'{', 0, (byte)'"', 0], "-f UTF-16" },
            { "padding", [.. Enumerable.Repeat((byte)0, 50)], "not written to its end" },
        };

    [Theory]
    [MemberData(nameof(OtherEncodings))]
    public void Read_AnotherEncoding_SaysHowToConvertIt(string name, byte[] content, string expected)
    {
        var file = Path.Combine(folder, name + ".jsonl");
        File.WriteAllBytes(file, content);

        var error = Assert.Throws<InvalidDataException>(() => DialogFile.Read(folder));

        Assert.StartsWith(file + ":1", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"id":"x","turns":[{"speaker":"user","text":"a"}],"accept":["1",]}""")]
    [InlineData("""{"id":"x","ID":"x","turns":[{"speaker":"user","text":"a"}],"accept":[]}""")]
    [InlineData("""{"id":"x","id":"x","turns":[{"speaker":"user","text":"a"}],"accept":[]}""")]
    public void Read_DamagedJson_IsDescribedWithoutWordsForProgrammers(string line)
    {
        File.WriteAllText(Path.Combine(folder, "a.jsonl"), line);

        var error = Assert.Throws<InvalidDataException>(() => DialogFile.Read(folder));

        Assert.DoesNotContain("reader options", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("DialClip.", error.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\ufeff\n\n")]
    public void Read_NoDialog_IsRefused(string content)
    {
        File.WriteAllText(Path.Combine(folder, "a.jsonl"), content);

        var error = Assert.Throws<InvalidDataException>(() => DialogFile.Read(folder));

        Assert.Contains("holds no dialog", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_FilesThatWereJoined_MayHaveByteOrderMarksWithin()
    {
        const string Dialog = "{\"id\":\"NUMBER\",\"turns\":[{\"speaker\":\"user\",\"text\":\"a\"}],\"accept\":[]}\n";
        File.WriteAllText(
            Path.Combine(folder, "a.jsonl"),
            string.Concat(
                new[] { "1", "2" }.Select(id => "\ufeff" + Dialog.Replace("NUMBER", id, StringComparison.Ordinal))
            )
        );

        Assert.Equal(["1", "2"], DialogFile.Read(folder).Select(dialog => dialog.Id));
    }

    [Fact]
    public void Read_ByteOrderMarkAndBlankLines_AreNoRecords()
    {
        File.WriteAllText(
            Path.Combine(folder, "a.jsonl"),
            "\ufeff{\"id\":\"x\",\"turns\":[{\"speaker\":\"user\",\"text\":\"a\"}],\"accept\":[]}\r\n\r\n \n",
            new System.Text.UTF8Encoding(false)
        );

        Assert.Equal("x", Assert.Single(DialogFile.Read(folder)).Id);
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
