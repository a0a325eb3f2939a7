using System.Text.Json;
using DialClip.Training.Commands;
using SkiaSharp;

namespace DialClip.Training.Tests.Pretraining.Pictures;

// Alone: the garbage of whole pictures would be collected while other tests run operators of TorchSharp.
[CollectionDefinition(nameof(PretrainPicturesTests), DisableParallelization = true)]
[Collection(nameof(PretrainPicturesTests))]
public sealed class PretrainPicturesTests : IDisposable
{
    private static readonly (string Id, string Name, SKColor Color)[] Stickers =
    [
        ("1F534", "red circle", SKColors.Red),
        ("1F7E2", "green circle", SKColors.Green),
        ("2764-FE0F", "blue heart", SKColors.Blue),
    ];

    private readonly TemporaryFolder folder = new();
    private readonly StringWriter output = new();
    private readonly StringWriter progress = new();

    public PretrainPicturesTests()
    {
        File.WriteAllLines(
            Prepare("npm/stickers/stickers.jsonl"),
            Stickers.Select(sticker =>
                JsonSerializer.Serialize(
                    new
                    {
                        id = sticker.Id,
                        name = sticker.Name,
                        keywords = new[] { "colour" },
                        shortcodes = Array.Empty<string>(),
                        associations = Array.Empty<string>(),
                        emoticon = Array.Empty<string>(),
                        png = $"png/{sticker.Id}.png",
                        svg = (string?)null,
                    }
                )
            )
        );
        foreach (var (id, _, color) in Stickers)
        {
            Draw($"npm/stickers/png/{id}.png", color);
            // The other sets write ids in lower case, and one of them without variation selectors.
            Draw($"npm/fluent-emoji-3d/assets/{id.ToLowerInvariant()}.webp", color);
            var plain = id.ToLowerInvariant().Replace("-fe0f", "", StringComparison.Ordinal);
            Draw($"npm/emoji-datasource-twitter/img/twitter/64/{plain}.png", color);
        }
        for (var number = 0; number < 4; number++)
        {
            Draw($"photos/apples/{number}.png", SKColors.DarkRed);
            Draw($"photos/skies/{number}.png", SKColors.SkyBlue);
        }
        File.WriteAllLines(
            Prepare("data/classes.jsonl"),
            [
                """{"set":"photos","class":"apples","name":"apple","stickers":["1F534"],"trained":true}""",
                """{"set":"photos","class":"skies","name":"sky","stickers":["2764-FE0F"],"trained":false}""",
            ]
        );
        File.WriteAllLines(
            Prepare("data/held-back.csv"),
            [
                "set,class,part,file",
                "photos,apples,test,apples/0.png",
                "photos,apples,validation,apples/1.png",
                .. Enumerable.Range(0, 4).Select(number => $"photos,skies,unseen,skies/{number}.png"),
            ]
        );
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Pretrain_DrawingsAndPhotos_WritesTheTrainedWeightsAndMeasuresWhatWasHeldBack()
    {
        var exitCode = await RunAsync(Path.Combine(folder.Path, "photos"), "not-there.zip");

        Assert.True(exitCode == ExitCode.Success, progress.ToString());
        var weights = SafetensorsFile.Read(Path.Combine(folder.Path, "run", "picture-tower.safetensors"));
        Assert.Equal(
            ClipShapes
                .Compute(Backbones.GeneralBackbone.Config)
                .Keys.Where(name => ResNetVitNames.IsTrained(name) || name == "logit_scale")
                .Order(StringComparer.Ordinal),
            weights.Keys.Order(StringComparer.Ordinal)
        );
        // Every value is one of half precision.
        Assert.All(weights["visual.bypass.ln.weight"].Values, value => Assert.Equal((float)(Half)value, value));
        var printed = output.ToString();
        Assert.Contains("held-back style to the same sticker: pictures 1.000/1.000/1.000", printed);
        Assert.Contains("photos of unseen classes to a sticker:", printed);
        Assert.Contains("'not-there.zip' is not there: its photos are not trained.", progress.ToString());
    }

    [Fact]
    public async Task Pretrain_ClassThatIsNotListed_SaysWhichOne()
    {
        Draw("photos/pears/0.png", SKColors.Yellow);

        var exitCode = await RunAsync(Path.Combine(folder.Path, "photos"));

        Assert.NotEqual(ExitCode.Success, exitCode);
        Assert.Contains("Class 'pears' of 'photos' is not in classes.jsonl", progress.ToString());
    }

    private Task<int> RunAsync(params string[] photos) =>
        CommandRunner.RunAsync(
            [
                "pretrain",
                "pictures",
                .. photos,
                "--out",
                Path.Combine(folder.Path, "run"),
                "--packages",
                RepositoryPaths.PackagedWeights,
                "--assets",
                Path.Combine(folder.Path, "npm"),
                "--photo-data",
                Path.Combine(folder.Path, "data"),
                "--grids",
                Path.Combine(folder.Path, "grids"),
                "--epochs",
                "20",
                "--threads",
                "1",
            ],
            output,
            progress
        );

    private void Draw(string path, SKColor color)
    {
        using var bitmap = new SKBitmap(32, 32, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        using (var canvas = new SKCanvas(bitmap))
        {
            using var paint = new SKPaint { Color = color };
            canvas.Clear(SKColors.Transparent);
            canvas.DrawCircle(16, 16, 12, paint);
        }
        var format = path.EndsWith(".webp", StringComparison.Ordinal)
            ? SKEncodedImageFormat.Webp
            : SKEncodedImageFormat.Png;
        using var encoded = bitmap.Encode(format, 100);
        File.WriteAllBytes(Prepare(path), encoded.ToArray());
    }

    private string Prepare(string path)
    {
        var file = Path.Combine(folder.Path, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        return file;
    }
}
