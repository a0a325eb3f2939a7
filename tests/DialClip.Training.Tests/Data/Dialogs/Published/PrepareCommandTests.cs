using System.Text.Json;
using DialClip.Encoders;
using DialClip.Training.Commands;
using DialClip.Training.Data.Dialogs;

namespace DialClip.Training.Tests.Data.Dialogs.Published;

public sealed class PrepareCommandTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("dialclip-prepare-").FullName;
    private readonly StringWriter output = new();
    private readonly StringWriter progress = new();

    public PrepareCommandTests()
    {
        foreach (var (id, bmp) in TinyBundle.Pictures)
            Write($"images/{id}.jpg", bmp);
        Write("images/broken.jpg", "no picture"u8.ToArray());
    }

    public void Dispose()
    {
        output.Dispose();
        progress.Dispose();
        Directory.Delete(root, recursive: true);
    }

    [Fact]
    public async Task PhotoChat_LookAlike_CutsAtThePhotoAndCountsWhatIsMissing()
    {
        Write(
            "raw/train/0.json",
            $"[{Dialogue("red", "train/red", ["hi", "look what I found", "show me!"])},"
                + $"{Dialogue("gone", "train/gone", ["a", "b"])},{Dialogue("broken", "train/broken", ["a"])}]"
        );
        Write("raw/dev/0.json", $"[{Dialogue("green", null, ["grass"])}]");
        Write(
            "raw/test/0.json",
            $"[{Dialogue("blue", "validation/blue", ["the sky", "yes"])},"
                + """{"dialogue":[{"message":"no photo here","share_photo":false,"user_id":0}],"dialogue_id":7}]"""
        );

        var code = await PrepareAsync("photochat");

        Assert.True(code == ExitCode.Success, progress.ToString());
        Assert.Matches("Reading dialogs: ([0-9.]+) of \\1 MB", progress.ToString());
        var dialogs = DialogFile.Read(Out);
        var shared = dialogs.Single(dialog => dialog.Accept.Contains("train/red"));
        Assert.Equal(DialogSplit.Train, shared.Split);
        // The last speaker before the photo is the other one, and nothing after the photo is there.
        Assert.Equal(
            [("bot", "hi"), ("user", "look what I found"), ("bot", "show me!")],
            shared.Turns.Select(turn => (turn.Speaker, turn.Text))
        );
        Assert.DoesNotContain(
            dialogs.SelectMany(dialog => dialog.Turns),
            turn => turn.Text.Contains("after", StringComparison.Ordinal)
        );
        Assert.Equal(Intent.Picture, shared.Intent);
        Assert.Equal(
            2,
            dialogs.Count(dialog =>
                dialog.Accept.Count == 0 && dialog.Id.StartsWith("photochat/train/0.json/0#", StringComparison.Ordinal)
            )
        );
        Assert.Equal(DialogSplit.Validation, dialogs.Single(dialog => dialog.Accept.Contains("green")).Split);
        var description = DataSetDescription.ReadBeside(Out)!;
        Assert.Equal(
            (Gallery.Split, 3L, 1L, 1L, 1L),
            (
                description.Gallery,
                description.Counts["photos"],
                description.Counts["photos missing"],
                description.Counts["photos damaged"],
                description.Counts["dialogues without a photo turn"]
            )
        );
        Assert.Equal(["train/broken", "train/gone"], File.ReadAllLines(Path.Combine(Out, "missing.txt")));
        Assert.Contains(
            "Objects in the photo: red",
            File.ReadAllText(Path.Combine(root, "store/catalogs/photochat/1/items.jsonl")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task MmDialog_LookAlike_RanksEachElementAmongItsOwnNegatives()
    {
        Write(
            "raw/train/conversations.json",
            Conversation(
                "c1",
                [
                    ["""{"__TEXT__":"hello there"}"""],
                    ["""{"__MEDIA__":"red"}""", """{"__TEXT__":"a rose"}"""],
                    ["""{"__TEXT__":"lovely"}"""],
                ],
                null,
                null
            )
        );
        Write(
            "raw/test/conversations.json",
            Conversation(
                "c2",
                [
                    ["""{"__TEXT__":"what a sky"}""", """{"__MEDIA__":"blue"}"""],
                    ["""{"__TEXT__":"so blue"}""", """{"__MEDIA__":"green"}"""],
                ],
                ["red", "gone", "blue"],
                ["no", "so blue"]
            )
        );

        var code = await PrepareAsync("mmdialog");

        Assert.True(code == ExitCode.Success, progress.ToString());
        var dialogs = DialogFile.Read(Out);
        var train = dialogs.Where(dialog => dialog.Split == DialogSplit.Train).ToList();
        Assert.Equal(3, train.Count); // red, "a rose", "lovely"
        Assert.All(train, dialog => Assert.Null(dialog.Candidates));
        Assert.Equal(
            [("bot", "hello there", null), ("user", "", "red"), ("user", "a rose", null)],
            train[^1].Turns.Select(turn => (turn.Speaker, turn.Text, turn.Image))
        );
        var (text, picture) = (
            dialogs.Single(dialog => dialog.Split == DialogSplit.Test && dialog.AcceptedTexts.Any()),
            dialogs.Single(dialog => dialog.Split == DialogSplit.Test && dialog.AcceptedPictures.Any())
        );
        Assert.Equal(["green", "red", "blue"], picture.Candidates!); // the missing one is no candidate
        Assert.Equal(2, text.Candidates!.Count); // its own text among the negatives is not counted twice
        Assert.Equal(Intent.Picture, text.Intent); // the turn shares a picture
        Assert.Equal(Gallery.Candidates, DataSetDescription.ReadBeside(Out)!.Gallery);
    }

    [Fact]
    public async Task Prepare_CutOffJson_NamesFileAndRecord()
    {
        Write("raw/train/0.json", "[{\"dialogue\":[]},{\"dialogue\":");

        Assert.Equal(ExitCode.Failed, await PrepareAsync("photochat"));
        Assert.Contains("0.json:1 (record 2) is not valid JSON", progress.ToString(), StringComparison.Ordinal);
        // Nothing unfinished stays.
        Assert.False(Directory.Exists(Path.Combine(root, "store/catalogs/photochat/1")) || Directory.Exists(Out));
    }

    [Theory]
    [InlineData("photochat", """[{"dialogue":[null,{"message":"hi","user_id":0}]}]""", "'dialogue[0]' is null")]
    [InlineData("photochat", "[{\"dialogue\":[]},\n null]", "0.json:2 (record 2)")]
    [InlineData(
        "mmdialog",
        """{"conversation_id":"a","conversation":[{"turn":[null]}]}""",
        "'conversation[0].turn[0]'"
    )]
    [InlineData("mmdialog", """[{"conversation_id":"a","conversation":[null]}]""", "'conversation[0]' is null")]
    [InlineData("mmdialog", """[{"negative_candidate_texts":[null]}]""", "'negative_candidate_texts[0]' is null")]
    [InlineData("mmdialog", """[{"conversation_id":7}]""", "'conversation_id' is a number, expected a text")]
    public async Task Prepare_RecordThatIsWrong_NamesFileLineAndValue(string source, string json, string expected)
    {
        Write("raw/train/0.json", json);

        Assert.Equal(ExitCode.Failed, await PrepareAsync(source));
        Assert.Contains("0.json:", progress.ToString(), StringComparison.Ordinal);
        Assert.Contains(expected, progress.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prepare_BytesThatAreNoUtf8_NamesTheirLine()
    {
        Write(
            "raw/train/0.json",
            [
                .. "[{\"conversation_id\":\"a\",\n\"conversation\":[{\"turn\":[{\"__TEXT__\":\"caf"u8,
                0xE9,
                .. "\"}]}]}]"u8,
            ]
        );

        Assert.Equal(ExitCode.Failed, await PrepareAsync("mmdialog"));
        Assert.Contains("0.json:2 (record 1)", progress.ToString(), StringComparison.Ordinal);
        Assert.Contains("no valid UTF-8 (byte 0xE9)", progress.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-32")]
    public async Task Prepare_AnotherEncoding_SaysHowToConvertIt(string encoding)
    {
        Write("raw/train/0.json", System.Text.Encoding.GetEncoding(encoding).GetBytes("\ufeff[]"));

        Assert.Equal(ExitCode.Failed, await PrepareAsync("mmdialog"));
        Assert.Contains("iconv -f UTF-16", progress.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task MmDialog_CutEmojiUnknownPropertyAndIdThatComesTwice_AreCountedAndReadable()
    {
        const string Turns = """
            "conversation":[{"turn":[{"__TEXT__":"look \ud83d"}]},{"turn":[{"__TEXT__":"my dog","__MEDIA__":"red"}]}]
            """;
        Write(
            "raw/train/conversations.json",
            "[" + string.Join(",\n", Enumerable.Repeat($"{{\"conversation_id\":\"a\",\"mood\":1,{Turns}}}", 3)) + "]"
        );

        var code = await PrepareAsync("mmdialog");

        Assert.True(code == ExitCode.Success, progress.ToString());
        var dialogs = DialogFile.Read(Out);
        // A text and a photo in one element are two responses.
        Assert.Equal(
            [
                "mmdialog/train/a#1.0",
                "mmdialog/train/a#1.1",
                "mmdialog/train/a~2#1.0",
                "mmdialog/train/a~2#1.1",
                "mmdialog/train/a~3#1.0",
                "mmdialog/train/a~3#1.1",
            ],
            dialogs.Select(dialog => dialog.Id)
        );
        Assert.All(dialogs, dialog => Assert.Equal("look \ufffd", dialog.Input.Text));
        Assert.Equal(
            2,
            DataSetDescription.ReadBeside(Out)!.Counts["conversations renamed, because their id came before"]
        );
        Assert.Contains(
            "unknown properties were ignored: 'mood' (3 times); 3 halves of surrogate pairs",
            progress.ToString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task MmDialog_PhotosUnderOtherSpellingsAndEndings_AreFoundAndNamedByTheirBytes()
    {
        var bmp = TinyBundle.Pictures[0].Bmp;
        // Decomposed, as on a disk of a Mac.
        Write("images/cafe\u0301.jfif", bmp);
        Write("images/cat.gif", bmp);
        Write("images/dog.bmp", bmp);
        Write("images/phone.heic", "\0\0\0\u0018ftypheic"u8.ToArray());
        Write(
            "raw/train/conversations.json",
            string.Concat(
                new[] { "caf\u00e9", "cat", "dog", "phone" }.Select(key =>
                    Conversation(
                        key,
                        [
                            ["""{"__TEXT__":"look"}"""],
                            [JsonSerializer.Serialize(new { __MEDIA__ = key })],
                        ],
                        null,
                        null
                    )
                )
            )
        );

        var code = await PrepareAsync("mmdialog");

        Assert.True(code == ExitCode.Success, progress.ToString());
        Assert.Equal(["caf\u00e9", "cat", "dog"], DialogFile.Read(Out).Select(dialog => dialog.Accept[0]));
        var counts = DataSetDescription.ReadBeside(Out)!.Counts;
        Assert.Equal((3, 1), (counts["photos"], counts["photos in HEIC, which is not decoded"]));
        Assert.False(counts.ContainsKey("photos missing"));
        Assert.All(
            Directory.GetFiles(Path.Combine(root, "store/catalogs/mmdialog/1/media")),
            file => Assert.EndsWith(".bmp", file, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Prepare_NoUsablePhoto_SaysWhereTheyAreListed()
    {
        Write("raw/train/0.json", $"[{Dialogue("gone", "train/gone", ["a", "b"])}]");

        Assert.Equal(ExitCode.Failed, await PrepareAsync("photochat"));
        Assert.Contains("missing.txt", progress.ToString(), StringComparison.Ordinal);
        Assert.Equal(["train/gone"], File.ReadAllLines(Path.Combine(Out, "missing.txt")));
    }

    [Fact]
    public async Task Prepare_FolderInUse_TouchesNothing()
    {
        Write("raw/train/0.json", "[]");
        Write("out/mine.txt", "mine"u8.ToArray());

        Assert.Equal(ExitCode.Failed, await PrepareAsync("photochat"));
        Assert.Equal("mine", File.ReadAllText(Path.Combine(Out, "mine.txt")));
    }

    private string Out => Path.Combine(root, "out");

    private Task<int> PrepareAsync(string source) =>
        CommandRunner.RunAsync(
            [
                "prepare",
                source,
                Path.Combine(root, "raw"),
                "--images",
                Path.Combine(root, "images"),
                "--out",
                Out,
                "--store",
                Path.Combine(root, "store"),
            ],
            output,
            progress
        );

    // The photo is shared by who spoke first; words follow it.
    private static string Dialogue(string photo, string? id, string[] messages) =>
        JsonSerializer.Serialize(
            new
            {
                dialogue = messages
                    .Select(
                        (message, at) =>
                            new
                            {
                                message,
                                share_photo = false,
                                user_id = at % 2,
                            }
                    )
                    .Append(
                        new
                        {
                            message = "",
                            share_photo = true,
                            user_id = 0,
                        }
                    )
                    .Append(
                        new
                        {
                            message = "after the photo",
                            share_photo = false,
                            user_id = 1,
                        }
                    ),
                dialogue_id = 1,
                photo_description = $"The photo has something. Objects in the photo: {photo}",
                photo_url = $"https://example.org/photos/{photo}.jpg",
                photo_id = id,
            }
        );

    private static string Conversation(string id, string[][] turns, string[]? media, string[]? texts) =>
        $"{{\"conversation_id\":\"{id}\",\"conversation\":["
        + string.Join(',', turns.Select(turn => $"{{\"turn\":[{string.Join(',', turn)}]}}"))
        + "]"
        + (
            media is null
                ? ""
                : $",\"negative_candidate_media_keys\":{JsonSerializer.Serialize(media)}"
                    + $",\"negative_candidate_texts\":{JsonSerializer.Serialize(texts)}"
        )
        + "}\n";

    private void Write(string path, string text) => Write(path, System.Text.Encoding.UTF8.GetBytes(text));

    private void Write(string path, byte[] bytes)
    {
        var target = Path.Combine(root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.WriteAllBytes(target, bytes);
    }
}
