using System.Diagnostics;
using System.Globalization;
using DialClip.Encoders.Imaging;
using Xunit.Abstractions;

namespace DialClip.Encoders.Tests.Imaging;

/// <summary>
/// Damaged pictures decode or are format errors: no crash, no hang, no growing memory. './build.sh fuzz COUNT [FIRST]'
/// runs more of them than a test run does.
/// Decoders are native: a crash ends the process, so the number of the case under way stands in a file before it
/// begins.
/// </summary>
public sealed class DecoderFuzzTests(ITestOutputHelper output)
{
    private const int Side = 32;
    private const int Warm = 1000;
    private const int RenditionEvery = 4;

    // The first byte of each format.
    private static readonly (string Name, byte First)[] Formats =
    [
        ("JPEG", 0xFF),
        ("PNG", 0x89),
        ("WebP", (byte)'R'),
        ("GIF", (byte)'G'),
        ("BMP", (byte)'B'),
    ];

    // What the decoders keep for reuse stays far below, a leak of a few kilobytes a case comes out far above.
    private const long MostGrowth = 512L * 1024 * 1024;

    // A case takes well under a millisecond; this is for those whose cost their few bytes do not bound.
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(20);

    [Fact]
    public void Decode_MutatedFiles_DecodeOrAreFormatErrors()
    {
        var (first, count) = (Setting("DIALCLIP_FUZZ_FIRST", 0), Setting("DIALCLIP_FUZZ_COUNT", 100_000));
        var reportFile = Environment.GetEnvironmentVariable("DIALCLIP_FUZZ_REPORT");
        using var current = File.Create(
            (reportFile ?? Path.Combine(Path.GetTempPath(), $"dialclip-fuzz-{Environment.ProcessId}")) + ".case",
            16,
            FileOptions.DeleteOnClose
        );
        var mutator = new PictureMutator([.. WholePictures.All.Values]);
        var preprocessor = new ImagePreprocessor(Side, [0, 0, 0], [1, 1, 1]);
        var refused = new int[Enum.GetValues<ImageError>().Length];
        var decoded = new int[256];
        var (warm, slowest) = (0L, (Case: -1, Time: TimeSpan.Zero));
        var all = Stopwatch.StartNew();

        for (var number = first; number < first + count; number++)
        {
            current.Position = 0;
            current.Write(System.Text.Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture)));
            current.Flush();
            var started = all.Elapsed;
            var file = mutator.Create(number);
            if (TryDecode(file, number, preprocessor) is { } fault)
                refused[(int)fault]++;
            else
                decoded[file[0]]++;
            if (all.Elapsed - started > slowest.Time)
                slowest = (number, all.Elapsed - started);
            if (number - first == Warm)
                warm = Environment.WorkingSet;
        }

        using var process = Process.GetCurrentProcess();
        var formats = string.Join(", ", Formats.Select(format => $"{decoded[format.First]} {format.Name}"));
        var errors = string.Join(", ", Enum.GetValues<ImageError>().Select(error => $"{refused[(int)error]} {error}"));
        var report =
            $"{count} cases from {first} in {all.Elapsed.TotalSeconds:F1} s: {formats} decoded; {errors} refused; "
            + $"slowest case {slowest.Case} with {slowest.Time.TotalMilliseconds:F1} ms; "
            + $"resident {Environment.WorkingSet >> 20} MiB, after {Warm} cases {warm >> 20} MiB, "
            + $"at most {process.PeakWorkingSet64 >> 20} MiB.";
        output.WriteLine(report);
        if (reportFile is not null)
            File.WriteAllText(reportFile, report + Environment.NewLine);
        Assert.True(slowest.Time < Slow, report);
        Assert.True(warm == 0 || Environment.WorkingSet - warm < MostGrowth, report);
        // Were nearly all refused at their headers, the decoders would not have been tried.
        Assert.True(count < Warm || Formats.All(format => decoded[format.First] > count / 200), report);
    }

    private static ImageError? TryDecode(byte[] file, int number, ImagePreprocessor preprocessor)
    {
        try
        {
            var picture = ImageDecoder.Decode(file, new ImageLimits(MaxPixels: 1_000_000));
            Assert.Equal(3 * Side * Side, preprocessor.ToPixels(picture).Length);
            // Decoders scale as well, which is other code.
            if (number % RenditionEvery == 0)
                Assert.NotEmpty(PictureRendition.Create(file, PictureFormat.Png, 9, 100_000, CancellationToken.None));
            return null;
        }
        catch (ImageFormatException error)
        {
            return error.Error;
        }
        catch (Exception error)
        {
            throw new InvalidOperationException(
                $"Case {number} ended in '{error.GetType().Name}', not in a format error. "
                    + $"Repeat it: ./build.sh fuzz 1 {number}",
                error
            );
        }
    }

    private static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : otherwise;
}
