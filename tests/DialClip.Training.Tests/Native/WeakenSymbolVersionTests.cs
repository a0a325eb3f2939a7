using System.Runtime.InteropServices;

namespace DialClip.Training.Tests.Native;

/// <summary>
/// The build step that lets libLibTorchSharp.so load where the C++ library is older than it asks for.
/// </summary>
public sealed class WeakenSymbolVersionTests : IDisposable
{
    private const string Version = "GLIBCXX_3.4.32";
    private static readonly string Package = Path.Combine(
        Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages"),
        "torchsharp",
        "0.107.0",
        "runtimes",
        "linux-x64",
        "native",
        "libLibTorchSharp.so"
    );

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [LinuxX64Fact]
    public async Task Run_ProviderWithoutTheVersion_ChangesOneFlagOfTheCopyAndNothingOfThePackage()
    {
        var original = await File.ReadAllBytesAsync(Package);
        var copy = Copy();
        var time = File.GetLastWriteTimeUtc(copy);

        var (code, output) = await RunAsync(copy, Provider("GLIBCXX_3.4.30"));

        Assert.True(code == 0, output);
        Assert.Contains(Version, output, StringComparison.Ordinal);
        var changed = await File.ReadAllBytesAsync(copy);
        var offset = Assert.Single(Enumerable.Range(0, original.Length), index => original[index] != changed[index]);
        Assert.Equal((0, 2), (original[offset], changed[offset]));
        Assert.Equal(time, File.GetLastWriteTimeUtc(copy));
        Assert.Equal(original, await File.ReadAllBytesAsync(Package));
        Assert.True(NativeLibrary.TryLoad(Path.Combine(AppContext.BaseDirectory, "libLibTorchSharp.so"), out _));
    }

    [LinuxX64Fact]
    public async Task Run_SecondTime_ChangesNothing()
    {
        var copy = Copy();
        await RunAsync(copy, Provider("GLIBCXX_3.4.30"));
        var once = await File.ReadAllBytesAsync(copy);

        var (code, output) = await RunAsync(copy, Provider("GLIBCXX_3.4.30"));

        Assert.Equal(0, code);
        Assert.DoesNotContain(Version, output, StringComparison.Ordinal);
        Assert.Equal(once, await File.ReadAllBytesAsync(copy));
    }

    [LinuxX64Fact]
    public async Task Run_ProviderWithTheVersion_LeavesTheCopy()
    {
        var copy = Copy();

        var (code, output) = await RunAsync(copy, Provider(Version));

        Assert.True(code == 0, output);
        Assert.Equal(await File.ReadAllBytesAsync(Package), await File.ReadAllBytesAsync(copy));
    }

    [LinuxX64Fact]
    public async Task Run_FileThatIsNoLibrary_FailsAndLeavesIt()
    {
        var file = folder.At("libLibTorchSharp.so");
        await File.WriteAllTextAsync(file, "no library");

        var (code, output) = await RunAsync(file, Provider("GLIBCXX_3.4.30"));

        Assert.Equal(1, code);
        Assert.Contains($"'{file}' is no 64-bit little-endian ELF library", output, StringComparison.Ordinal);
        Assert.Equal("no library", await File.ReadAllTextAsync(file));
    }

    private static Task<(int Code, string Output)> RunAsync(string file, string provider) =>
        RunningProgram.DotnetAsync([
            "msbuild",
            Path.Combine(RepositoryPaths.Root, "training", "libtorch", "LibTorchSharp.targets"),
            "-nologo",
            "-v:m",
            "-nr:false",
            "-t:LetLibTorchSharpLoad",
            $"-p:LibTorchSharpFile={file}",
            $"-p:StandardLibraryFile={provider}",
        ]);

    private string Copy()
    {
        var copy = folder.At("libLibTorchSharp.so");
        File.Copy(Package, copy);
        return copy;
    }

    // Only the names of the versions in it are read.
    private string Provider(string newest)
    {
        var file = folder.At("libstdc++.so.6");
        File.WriteAllText(file, $"GLIBCXX_3.4.3\0{newest}\0");
        return file;
    }
}
