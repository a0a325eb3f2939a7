using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using DialClip.Training.Commands;
using SkiaSharp;

namespace DialClip.Benchmarks.Catalogs;

/// <summary>The program <c>catalog</c>: measures 'dialclip catalog' over a folder of generated photographs.</summary>
internal static class CatalogProgram
{
    private const int Width = 1024;
    private const int Height = 768;
    private const int Quality = 85;

    public static Command Create(TextWriter output, TextWriter progress)
    {
        var pictures = new Option<int>("--pictures")
        {
            Description = "Number of pictures, JPEG of 1024 x 768 pixels.",
            DefaultValueFactory = _ => 10_000,
        };
        var command = new Command("catalog", "Measures a catalog of a folder, made anew, unchanged, and with one more.")
        {
            pictures,
        };
        command.SetAction((parsed, _) => RunAsync(parsed.GetValue(pictures), output, progress));
        return command;
    }

    private static async Task<int> RunAsync(int pictures, TextWriter output, TextWriter progress)
    {
        using var folder = new TemporaryFolder();
        var source = Path.Combine(RepositoryPaths.Root, "model", "store");
        foreach (var part in new[] { "backbones", "models" })
            CopyAll(Path.Combine(source, part), folder.At("store", part));
        var photos = Directory.CreateDirectory(folder.At("photos")).FullName;
        Parallel.For(0, pictures, number => WritePicture(photos, number));
        var bytes = new DirectoryInfo(photos).EnumerateFiles().Sum(file => file.Length);
        await output.WriteLineAsync(
            string.Create(CultureInfo.InvariantCulture, $"{pictures:N0} pictures, {bytes / 1e6:N0} MB")
        );
        await MeasureAsync("anew");
        await MeasureAsync("unchanged");
        WritePicture(photos, pictures);
        await MeasureAsync("one more");
        return ExitCode.Success;

        async Task MeasureAsync(string what)
        {
            var (watch, used) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
            var code = await CommandRunner.RunAsync(
                [
                    "catalog",
                    photos,
                    "--name",
                    "photos",
                    "--store",
                    folder.At("store"),
                    "--settings",
                    Path.Combine(RepositoryPaths.Root, "appsettings.json"),
                ],
                progress,
                progress
            );
            if (code != ExitCode.Success)
                throw new InvalidOperationException($"'dialclip catalog' ended with code {code}.");
            var processors = (Environment.CpuUsage.TotalTime - used) / Environment.ProcessorCount;
            await output.WriteLineAsync(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{what}: {watch.Elapsed:hh\\:mm\\:ss}, {processors:hh\\:mm\\:ss} of each of "
                        + $"{Environment.ProcessorCount} processors"
                )
            );
        }
    }

    // Shapes over noise, which decodes as slowly as a photograph does.
    private static void WritePicture(string folder, int number)
    {
        var random = new Random(number);
        using var bitmap = new SKBitmap(Width, Height);
        using (var canvas = new SKCanvas(bitmap))
        {
            canvas.Clear(RandomColour(random));
            using var noise = SKShader.CreatePerlinNoiseFractalNoise(0.05f, 0.05f, 4, number);
            using var paint = new SKPaint { Shader = noise };
            canvas.DrawPaint(paint);
            for (var shape = 0; shape < 20; shape++)
            {
                using var fill = new SKPaint { Color = RandomColour(random).WithAlpha(160) };
                canvas.DrawCircle(random.Next(Width), random.Next(Height), random.Next(20, 200), fill);
            }
        }
        using var data = bitmap.Encode(SKEncodedImageFormat.Jpeg, Quality);
        File.WriteAllBytes(
            Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"photo-{number:00000}.jpg")),
            data.ToArray()
        );
    }

    private static SKColor RandomColour(Random random) =>
        new((byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256));

    private static void CopyAll(string source, string target)
    {
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var to = Path.Combine(target, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }
    }
}
