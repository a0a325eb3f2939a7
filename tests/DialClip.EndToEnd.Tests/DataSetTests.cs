using System.Globalization;
using System.Text.Json;

namespace DialClip.EndToEnd.Tests;

/// <summary>
/// From published files to a chat: prepare, train over the committed CLIP, export, index, evaluate, publish, talk.
/// </summary>
public sealed class DataSetTests : IDisposable
{
    private static readonly string Model = Path.Combine(RepositoryPaths.Root, "model", "store");

    // What is shown, and what people say before it, in three ways: for training, validation and test.
    private static readonly (string Picture, string[] Said)[] Subjects =
    [
        ("1F355", ["we had pizza with cheese tonight", "the pizza was hot", "my favourite pizza place"]),
        ("1F431", ["my cat sleeps all day", "the cat caught a mouse", "a cat sits on the roof"]),
        ("1F697", ["I bought a new car", "the car is fast", "we drove the car to the coast"]),
        ("1F339", ["he gave me a red rose", "a rose from the garden", "the rose smells sweet"]),
        ("26BD", ["we won the soccer match", "he kicked the soccer ball", "soccer in the park"]),
        ("1F327", ["it rains all day", "rain and clouds again", "the rain does not stop"]),
    ];

    private readonly string root = Directory.CreateTempSubdirectory("dialclip-dataset-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [RequiresTheory(Tool.Stickers)]
    [InlineData("photochat")]
    [InlineData("mmdialog")]
    public async Task RawFiles_ToAPublishedHead_AnswerInTheChat(string source)
    {
        WritePictures();
        if (source == "photochat")
            WritePhotoChat();
        else
            WriteMmDialog();
        var (data, store, published) = (
            Path.Combine(root, "data"),
            Path.Combine(root, "store"),
            Path.Combine(root, "published")
        );
        var checkpoint = Path.Combine(Model, "backbones", "small", "fp32");
        string[] named = ["--store", store, "--catalog", $"catalogs/{source}", "--model", "models/tuned"];
        CopyFolder(checkpoint, Path.Combine(store, "backbones", "small", "fp32"));

        await RunAsync(
            "prepare",
            source,
            Path.Combine(root, "raw"),
            "--images",
            Path.Combine(root, "images"),
            "--out",
            data,
            "--store",
            store
        );
        await RunAsync(
            "train",
            "--checkpoint",
            checkpoint,
            "--dialogs",
            data,
            "--store",
            store,
            "--catalog",
            $"catalogs/{source}",
            "--out",
            Path.Combine(root, "run"),
            "--features",
            Path.Combine(root, "features"),
            "--loss",
            "InBatch",
            "--batch",
            "16",
            "--steps",
            "60",
            "--preset",
            "paper",
            "--seed",
            "1"
        );
        await RunAsync(
            "export",
            "--checkpoint",
            checkpoint,
            "--head",
            Path.Combine(root, "run", "head"),
            "--name",
            "tuned",
            "--store",
            store
        );
        // Results and progress come through two pipes, in no order between them.
        var index = (await RunAsync(["index", .. named]))
            .Split('\n')
            .Select(line => line.Trim())
            .Single(line => line.StartsWith("indexes/", StringComparison.Ordinal));
        var evaluation = Path.Combine(root, "evaluation.json");
        await RunAsync(["evaluate", "--dialogs", data, "--split", "Test", "--out", evaluation, .. named]);
        await RunAsync(
            "publish",
            "backbones/small/fp32",
            $"catalogs/{source}/1",
            "models/tuned/1",
            index,
            "--from",
            store,
            "--to",
            published
        );

        var report = JsonDocument.Parse(File.ReadAllBytes(evaluation)).RootElement;
        Assert.Equal(Subjects.Length, report.GetProperty("n").GetInt32());
        Assert.InRange(report.GetProperty("model").GetProperty("hit@1").GetDouble(), 0.5, 1); // a sixth by chance
        Assert.True(File.Exists(Path.Combine(root, "run", "report.html")));
        var (host, address) = await RunningProgram.StartHostAsync(
            "--DialClip:Store:Path",
            published,
            "--DialClip:Model:Catalog",
            $"catalogs/{source}",
            "--DialClip:Model:Catalogs:0",
            $"catalogs/{source}",
            "--DialClip:Model:Heads:0",
            "models/tuned",
            "--DialClip:Experiments:Log",
            Path.Combine(root, "experiments.jsonl")
        );
        await using var running = host;
        using var chat = await DirectLineClient.OpenAsync(address, "web-1");
        if (source == "photochat")
            await chat.SayAsync("hi"); // no photo was ever shared at once
        await chat.SayAsync("my cat sleeps all day");

        var answer = (await chat.ActivitiesAsync())[^1];
        Assert.True(
            answer.TryGetProperty("attachments", out var attachments) && attachments.GetArrayLength() == 1,
            answer.ToString()
        );
    }

    private static async Task<string> RunAsync(params string[] arguments)
    {
        var (code, said) = await RunningProgram.DialclipAsync(arguments);
        Assert.True(code == 0, $"dialclip {string.Join(' ', arguments)}: {said}");
        return said;
    }

    private void WritePictures()
    {
        Directory.CreateDirectory(Path.Combine(root, "images"));
        foreach (
            var line in File.ReadLines(Path.Combine(Model, "catalogs", "stickers", "1", "items.jsonl"))
                .Select(line => JsonDocument.Parse(line).RootElement)
        )
            if (Subjects.Any(subject => subject.Picture == line.GetProperty("id").GetString()))
                File.Copy(
                    Path.Combine(
                        Model,
                        "catalogs",
                        "stickers",
                        "1",
                        line.GetProperty("media")
                            .EnumerateArray()
                            .Select(media => media.GetString()!)
                            .First(media => media.EndsWith(".png", StringComparison.Ordinal))
                    ),
                    Path.Combine(root, "images", line.GetProperty("id").GetString() + ".png")
                );
    }

    private void WritePhotoChat()
    {
        foreach (var (split, variants) in new[] { ("train", new[] { 0 }), ("dev", [1]), ("test", [2]) })
            Write(
                split,
                "0.json",
                variants.SelectMany(variant =>
                    Subjects.SelectMany(subject =>
                        Enumerable
                            .Range(0, split == "train" ? 3 : 1)
                            .Select(repeat => new
                            {
                                dialogue = new object[]
                                {
                                    new
                                    {
                                        message = repeat == 0 ? "hi" : "hello again",
                                        share_photo = false,
                                        user_id = 1,
                                    },
                                    new
                                    {
                                        message = subject.Said[split == "train" ? repeat % 2 : variant],
                                        share_photo = false,
                                        user_id = 1,
                                    },
                                    new
                                    {
                                        message = "",
                                        share_photo = true,
                                        user_id = 0,
                                    },
                                },
                                dialogue_id = repeat,
                                photo_description = "Objects in the photo: something",
                                photo_url = $"https://example.org/{subject.Picture}.jpg",
                                photo_id = $"train/{subject.Picture}",
                            })
                    )
                )
            );
    }

    private void WriteMmDialog()
    {
        foreach (var (split, variant) in new[] { ("train", 0), ("valid", 1), ("test", 2) })
            Write(
                split,
                "conversations.json",
                Subjects.SelectMany(subject =>
                    Enumerable
                        .Range(0, split == "train" ? 3 : 1)
                        .Select(repeat => new
                        {
                            conversation_id = string.Create(
                                CultureInfo.InvariantCulture,
                                $"{subject.Picture}-{repeat}"
                            ),
                            conversation = new[]
                            {
                                new
                                {
                                    turn = new[]
                                    {
                                        new Dictionary<string, string>
                                        {
                                            ["__TEXT__"] = subject.Said[split == "train" ? repeat % 2 : variant],
                                        },
                                    },
                                },
                                new
                                {
                                    turn = new[] { new Dictionary<string, string> { ["__MEDIA__"] = subject.Picture } },
                                },
                            },
                            negative_candidate_media_keys = Subjects
                                .Select(other => other.Picture)
                                .Where(other => other != subject.Picture),
                            negative_candidate_texts = new[] { "something else" },
                        })
                )
            );
    }

    private void Write<T>(string split, string name, IEnumerable<T> records)
    {
        Directory.CreateDirectory(Path.Combine(root, "raw", split));
        File.WriteAllText(Path.Combine(root, "raw", split, name), JsonSerializer.Serialize(records));
    }

    private static void CopyFolder(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }
}
