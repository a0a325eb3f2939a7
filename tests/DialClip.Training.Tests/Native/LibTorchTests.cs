using System.Runtime;
using System.Text.Json;
using DialClip.Training.Commands;
using DialClip.Training.Native;

namespace DialClip.Training.Tests.Native;

public sealed class LibTorchTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static string FileName { get; } =
        OperatingSystem.IsWindows() ? "LibTorchSharp.dll"
        : OperatingSystem.IsMacOS() ? "libLibTorchSharp.dylib"
        : "libLibTorchSharp.so";

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Load_NoFile_NamesItAndSaysWhatToDo()
    {
        var error = Assert.Throws<DllNotFoundException>(() => LibTorch.Load(folder.Path));

        Assert.Contains(folder.Path, error.Message, StringComparison.Ordinal);
        Assert.Contains("./build.sh", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_FileThatIsNoLibrary_SaysSoInOneSentenceAndLeavesNoCopies()
    {
        var library = folder.At(FileName);
        File.WriteAllText(library, "no library");

        var error = Assert.Throws<DllNotFoundException>(() => LibTorch.Load(folder.Path));

        Assert.StartsWith($"'{FileName}' cannot be loaded: ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
        Assert.Equal([library], Directory.GetFileSystemEntries(folder.Path));
    }

    [LinuxX64Fact]
    public void Load_LibraryThatWasCutOff_SaysSoInsteadOfEndingTheProcess()
    {
        foreach (var name in new[] { FileName, "libc10.so" })
            File.Copy(Path.Combine(AppContext.BaseDirectory, name), folder.At(name));
        using (var library = File.OpenWrite(folder.At("libc10.so")))
            library.SetLength(library.Length / 2);

        var error = Assert.Throws<DllNotFoundException>(() => LibTorch.Load(folder.Path));

        Assert.Contains("libc10.so' cannot be loaded: it has ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OfTheProgram_Succeeds()
    {
        LibTorch.Load();
        LibTorch.Load();

        Assert.True(TorchSharp.torch.get_num_threads() > 0);
    }

    // A collection beside the training thread frees what a native operator still reads; see DialClip.Training.csproj.
    [Fact]
    public void Program_GarbageCollection_IsNotConcurrent()
    {
        using var configuration = JsonDocument.Parse(
            File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "DialClip.Training.runtimeconfig.json"))
        );

        Assert.False(
            configuration
                .RootElement.GetProperty("runtimeOptions")
                .GetProperty("configProperties")
                .GetProperty("System.GC.Concurrent")
                .GetBoolean()
        );
        Assert.Equal(GCLatencyMode.Batch, GCSettings.LatencyMode);
    }

    [Fact]
    public async Task RunAsync_LibraryThatCannotLoad_EndsWithOneLine()
    {
        foreach (var file in Directory.EnumerateFiles(AppContext.BaseDirectory, "*.dll"))
            File.Copy(file, folder.At(Path.GetFileName(file)), overwrite: true);
        foreach (var file in Directory.EnumerateFiles(AppContext.BaseDirectory, "DialClip.Training.*.json"))
            File.Copy(file, folder.At(Path.GetFileName(file)));
        File.WriteAllText(folder.At(FileName), "no library");
        var files = Directory.GetFileSystemEntries(folder.Path).Length;

        var (code, output) = await RunningProgram.DotnetAsync([
            folder.At("DialClip.Training.dll"),
            "verify",
            "--golden",
            "nowhere",
        ]);

        Assert.Equal(ExitCode.Failed, code);
        Assert.Contains($"'{FileName}' cannot be loaded: ", output, StringComparison.Ordinal);
        Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(files, Directory.GetFileSystemEntries(folder.Path).Length);
    }
}
