using System.Security.Cryptography;
using DialClip.Backbones.Packages;
using DialClip.Encoders.Imaging;
using SkiaSharp;

namespace DialClip.Training.Pretraining.Pictures;

/// <summary>Renders views of pictures for the tower <c>resnet-vit</c>.</summary>
internal sealed class ViewRenderer
{
    /// <summary>The side of a view in pixels.</summary>
    public const int Size = ResNet18Package.ImageSize;

    private readonly ImagePreprocessor preprocessor = new(
        Size,
        [0, 0, 0],
        [1, 1, 1],
        PictureResize.CreateDefault(Size) with
        {
            Background = byte.MaxValue,
        }
    );

    /// <summary>Renders a view.</summary>
    /// <param name="view">The view.</param>
    /// <param name="bytes">The picture's file.</param>
    /// <returns>uint8 (224, 224, 3).</returns>
    /// <exception cref="InvalidDataException">The file is no decodable picture.</exception>
    public byte[] Render(PictureView view, byte[] bytes)
    {
        try
        {
            var seed = BitConverter.ToInt32(SHA256.HashData(bytes)) ^ (view.Augmentation * 7919);
            return view.Augmentation == 0
                ? preprocessor.ResizeAndCrop(ImageDecoder.Decode(bytes))
                : Augment(bytes, view.IsDrawing, new Random(seed));
        }
        catch (ImageFormatException error)
        {
            throw new InvalidDataException($"'{view.Source}' is not a usable picture: {error.Message}", error);
        }
    }

    /// <summary>Scales levels to values.</summary>
    /// <param name="levels">uint8 (224, 224, 3).</param>
    /// <param name="pixels">The destination, float (3, 224, 224).</param>
    public void ToPixels(ReadOnlySpan<byte> levels, Span<float> pixels) => preprocessor.Normalize(levels, pixels);

    private static byte[] Augment(byte[] bytes, bool isDrawing, Random random)
    {
        using var bitmap =
            SKBitmap.Decode(bytes) ?? throw new InvalidDataException("A picture of the training set is not decodable.");
        using var image = SKImage.FromBitmap(bitmap);
        using var surface = SKSurface.Create(
            new SKImageInfo(Size, Size, SKColorType.Rgba8888, SKAlphaType.Opaque, SKColorSpace.CreateSrgb())
        );
        using var paint = new SKPaint { ColorFilter = CreateColorFilter(random) };
        var canvas = surface.Canvas;
        canvas.Clear(isDrawing ? ChooseBackground(random) : SKColors.Black);
        var scale = isDrawing
            ? (float)Size / Math.Max(bitmap.Width, bitmap.Height) * Between(random, 0.6, 1.1)
            : (float)Size / Math.Min(bitmap.Width, bitmap.Height) * Between(random, 1, 1.6);
        var slackX = (Size - bitmap.Width * scale) / 2;
        var slackY = (Size - bitmap.Height * scale) / 2;
        // A photo always covers the whole square; a drawing may stand anywhere in it.
        canvas.Translate(
            Size / 2f + Math.Abs(slackX) * Between(random, -1, 1),
            Size / 2f + Math.Abs(slackY) * Between(random, -1, 1)
        );
        if (isDrawing)
            canvas.RotateDegrees(Between(random, -15, 15));
        canvas.Scale(random.Next(2) == 0 ? scale : -scale, scale);
        canvas.DrawImage(
            image,
            -bitmap.Width / 2f,
            -bitmap.Height / 2f,
            new SKSamplingOptions(SKCubicResampler.Mitchell),
            paint
        );
        using var drawn = surface.Snapshot();
        using var pixmap = drawn.PeekPixels();
        var source = pixmap.GetPixelSpan<byte>();
        var levels = new byte[Size * Size * 3];
        for (var pixel = 0; pixel < Size * Size; pixel++)
            source.Slice(pixel * 4, 3).CopyTo(levels.AsSpan(pixel * 3));
        return levels;
    }

    private static SKColor ChooseBackground(Random random) =>
        random.Next(4) switch
        {
            0 => SKColors.White,
            1 => SKColors.Black,
            _ => new((byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256)),
        };

    // Saturation, contrast and brightness; hue only a little, because colours tell many stickers apart.
    private static SKColorFilter CreateColorFilter(Random random)
    {
        var saturation = Between(random, 0.6, 1.4);
        var contrast = Between(random, 0.75, 1.25);
        var brightness = Between(random, -0.1, 0.1) + (1 - contrast) / 2;
        float[] matrix = new float[20];
        ReadOnlySpan<float> luminance = [0.213f, 0.715f, 0.072f];
        for (var row = 0; row < 3; row++)
        {
            var gain = contrast * Between(random, 0.9, 1.1);
            for (var column = 0; column < 3; column++)
                matrix[row * 5 + column] =
                    gain * (luminance[column] * (1 - saturation) + (row == column ? saturation : 0));
            matrix[row * 5 + 4] = brightness;
        }
        matrix[18] = 1;
        return SKColorFilter.CreateColorMatrix(matrix);
    }

    private static float Between(Random random, double low, double high) =>
        (float)(low + (high - low) * random.NextDouble());
}
