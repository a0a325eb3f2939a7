using DialClip.Encoders.Imaging;

namespace DialClip.Encoders.Tests.Imaging;

public sealed class PictureLibraryTests
{
    [Fact]
    public void Require_LibraryOfThisPlatform_IsThere() => PictureLibrary.Require();

    [Fact]
    public void Require_LibraryIsMissing_TellsWhichPackageBringsIt()
    {
        var missing = new TypeInitializationException("SkiaSharp.SKObject", new DllNotFoundException("no such file."));

        var error = Assert.Throws<InvalidOperationException>(() => PictureLibrary.Require(() => throw missing));

        Assert.Contains("libSkiaSharp", error.Message, StringComparison.Ordinal);
        Assert.Contains("no such file.", error.Message, StringComparison.Ordinal);
        Assert.Contains("SkiaSharp.NativeAssets", error.Message, StringComparison.Ordinal);
    }
}
