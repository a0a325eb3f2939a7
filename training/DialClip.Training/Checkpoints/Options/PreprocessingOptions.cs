using System.Globalization;
using DialClip.Encoders.Imaging;

namespace DialClip.Training.Checkpoints.Options;

/// <summary>Reads how a checkpoint's pictures become pixels, in both layouts.</summary>
/// <remarks>
/// Defaults and meanings are those of open_clip's transform.py and of transformers' image_processing_clip.py, but the
/// size that a configuration leaves out is that of the tower.
/// </remarks>
internal static class PreprocessingOptions
{
    private const string NotComputed = "which is not computed";

    // Names, and the form of Python objects: no pixel depends on them. Pictures are always RGB here.
    private static readonly string[] Harmless =
    [
        "_processor_class",
        "_valid_processor_keys",
        "data_format",
        "device",
        "disable_grouping",
        "do_convert_rgb",
        "input_data_format",
        "processor_class",
        "return_tensors",
    ];

    private static readonly Dictionary<string, int> Processors = new(StringComparer.Ordinal)
    {
        ["CLIPImageProcessor"] = 0,
        ["CLIPImageProcessorFast"] = 0,
        ["CLIPImageProcessorPil"] = 0,
        ["CLIPFeatureExtractor"] = 0,
    };

    // Numbers are Pillow's.
    private static readonly Dictionary<string, Interpolation> Interpolations = new(StringComparer.Ordinal)
    {
        ["bicubic"] = Interpolation.Bicubic,
        ["bilinear"] = Interpolation.Bilinear,
        ["3"] = Interpolation.Bicubic,
        ["2"] = Interpolation.Bilinear,
    };

    /// <summary>Reads the preprocess_cfg of open_clip_config.json.</summary>
    /// <param name="section">The section.</param>
    /// <param name="size">The side of the tower's input in pixels.</param>
    public static ClipPreprocessing ReadOpenClip(OptionReader section, int size)
    {
        if (section.ReadSquare("size") is { } side && side != size)
            section.Refuse("size", $"expected the image_size {size}");
        section.RequireUnset("mode", "computed: RGB", "\"RGB\"");
        var mode = section.ReadChoice(
            "resize_mode",
            ResizeMode.Shortest,
            new Dictionary<string, ResizeMode>
            {
                ["shortest"] = ResizeMode.Shortest,
                ["longest"] = ResizeMode.Longest,
                ["squash"] = ResizeMode.Squash,
            }
        );
        var interpolation = section.ReadChoice(
            "interpolation",
            Interpolation.Bicubic,
            // open_clip draws one of the two for training alone.
            new Dictionary<string, Interpolation>(Interpolations) { ["random"] = Interpolation.Bicubic }
        );
        var fill = section.ReadNumber("fill_color", 0, IsLevel, "a whole number from 0 to 255");
        var preprocessing = ReadNormalization(section, "mean", "std", 1 / 255.0);
        section.RefuseUnknown();
        return preprocessing with
        {
            Resize = new(mode, size, interpolation, mode == ResizeMode.Longest ? (byte)fill : (byte)0),
        };
    }

    /// <summary>Reads preprocessor_config.json, or the image_processor of processor_config.json.</summary>
    /// <param name="section">The section.</param>
    /// <param name="size">The side of the tower's input in pixels.</param>
    public static ClipPreprocessing ReadHuggingFace(OptionReader section, int size)
    {
        section.ReadChoice("image_processor_type", 0, Processors);
        section.ReadChoice("feature_extractor_type", 0, Processors);
        if (!section.ReadFlag("do_resize", true))
            section.Refuse("do_resize", NotComputed);
        var (mode, length) = ReadSize(section, size);
        var isCropped = section.ReadFlag("do_center_crop", true);
        var crop = section.ReadSquare("crop_size") ?? size;
        if (isCropped && crop != size)
            section.Refuse("crop_size", $"expected the image_size {size}");
        else if (isCropped && length < size)
            section.Refuse("size", $"expected the crop of {size} pixels or more");
        else if (!isCropped && (mode != ResizeMode.Squash || length != size))
            section.Refuse("do_center_crop", $"which needs a size of height {size} and width {size}");
        var interpolation = section.ReadChoice("resample", Interpolation.Bicubic, Interpolations);
        var factor = section.ReadNumber(
            "rescale_factor",
            1 / 255.0,
            value => value > 0 && double.IsFinite(value),
            "a number above 0"
        );
        var scale = section.ReadFlag("do_rescale", true) ? factor : 1;
        var preprocessing = section.ReadFlag("do_normalize", true)
            ? ReadNormalization(section, "image_mean", "image_std", scale)
            : CreateNormalization([0, 0, 0], [1, 1, 1], scale);
        section.Ignore("image_mean", "image_std");
        foreach (var name in new[] { "auto_map", "do_pad", "pad_size", "size_divisor", "use_square_size" })
            section.RequireUnset(name, NotComputed);
        section.Ignore(Harmless);
        section.RefuseUnknown();
        return preprocessing with { Resize = new(mode, Math.Max(length, size), interpolation, 0) };
    }

    private static (ResizeMode Mode, int Length) ReadSize(OptionReader section, int size)
    {
        var isSquare = section.ReadFlag("default_to_square", false);
        if (!section.IsObject("size"))
            return (isSquare ? ResizeMode.Squash : ResizeMode.Shortest, section.ReadSquare("size") ?? size);
        var edges = section.ReadSection("size");
        if (!edges.Has("shortest_edge"))
            return (ResizeMode.Squash, section.ReadSquare("size") ?? size);
        var length = edges.ReadInteger("shortest_edge", size);
        edges.RefuseUnknown();
        return (ResizeMode.Shortest, length);
    }

    private static ClipPreprocessing ReadNormalization(OptionReader section, string mean, string std, double scale)
    {
        var openAi = ClipPreprocessing.OpenAi;
        var means = section.ReadChannels(mean);
        var deviations = section.ReadChannels(std);
        var max = 255 * scale;
        // A little beyond, because a factor such as 0.0039 is rounded.
        if (means?.Any(value => !(value >= 0 && value <= 1.02 * max)) == true)
            section.Refuse(
                mean,
                string.Create(CultureInfo.InvariantCulture, $"expected 0 to {max:G6}, the range of the pixels")
            );
        if (deviations?.Any(value => !(value > 0 && float.IsFinite((float)(value / max)))) == true)
            section.Refuse(std, "expected numbers above 0");
        return CreateNormalization(
            means ?? [.. openAi.Mean.Select(value => (double)value)],
            deviations ?? [.. openAi.Std.Select(value => (double)value)],
            scale
        );
    }

    // (level * scale - mean) / std is (level / 255 - mean / m) / (std / m) with m = 255 * scale.
    private static ClipPreprocessing CreateNormalization(double[] mean, double[] std, double scale)
    {
        var max = Math.Abs(255 * scale - 1) < 1e-9 ? 1 : 255 * scale;
        return new([.. mean.Select(value => (float)(value / max))], [.. std.Select(value => (float)(value / max))]);
    }

    private static bool IsLevel(double value) => value is >= 0 and <= 255 && value == Math.Floor(value);
}
