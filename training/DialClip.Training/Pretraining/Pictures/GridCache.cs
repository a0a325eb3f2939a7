using System.Text;
using DialClip.Training.Modules;
using DialClip.Training.Terminal;
using static TorchSharp.torch;

namespace DialClip.Training.Pretraining.Pictures;

/// <summary>
/// A file of the pooled grids of views in half precision, by content, so that the stem runs once. One process at a time.
/// </summary>
/// <remarks>
/// The format is "DCGRID01", then records of a 32-byte key and 18 x 512 half-precision values. An incomplete last record
/// is cut off.
/// </remarks>
internal sealed class GridCache : IDisposable
{
    private const int KeyBytes = 32;
    private const int ValueBytes = PooledGrid.Length * 2;
    private const int BatchSize = 16;

    private static readonly byte[] Magic = Encoding.ASCII.GetBytes("DCGRID01");

    private readonly FileStream file;
    private readonly Dictionary<string, long> offsets = new(StringComparer.Ordinal);
    private readonly Func<Tensor, Tensor> computeGrids;
    private readonly string stemDigest;
    private readonly ViewRenderer renderer = new();

    /// <summary>Opens or creates the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="computeGrids">Runs the stem over pixels, (B, 3, 224, 224) to (B, 512, 7, 7).</param>
    /// <param name="stemDigest">What identifies the stem's weights.</param>
    /// <exception cref="InvalidDataException">The file is no such cache.</exception>
    public GridCache(string path, Func<Tensor, Tensor> computeGrids, string stemDigest)
    {
        (this.computeGrids, this.stemDigest) = (computeGrids, stemDigest);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1 << 16);
        try
        {
            ReadKeys(path);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Gets the pooled grids of views, computing those that are missing.</summary>
    /// <param name="views">N views.</param>
    /// <param name="name">What they are, for the display of progress.</param>
    /// <param name="progress">The sink for progress.</param>
    /// <param name="cancellationToken">Cancels the work; what was computed stays.</param>
    /// <returns>(N, 18 x 512), in half precision.</returns>
    public Tensor Get(
        IReadOnlyList<PictureView> views,
        string name,
        IProgressSink progress,
        CancellationToken cancellationToken
    )
    {
        using var stage = progress.Start(name, new("pictures"), views.Count);
        var keys = new string[views.Count];
        var missing = new List<(string Key, PictureView View, byte[] Bytes)>();
        for (var index = 0; index < views.Count; index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var bytes = views[index].Read();
            keys[index] = ComputeKey(views[index], bytes);
            if (!offsets.ContainsKey(keys[index]) && missing.All(entry => entry.Key != keys[index]))
                missing.Add((keys[index], views[index], bytes));
            if (missing.Count == BatchSize)
                Compute(missing);
            stage.Report(index + 1);
        }
        Compute(missing);
        return Load(keys);
    }

    public void Dispose() => file.Dispose();

    private string ComputeKey(PictureView view, byte[] bytes) =>
        Shared.IO.Digest.Compute(
                $"{stemDigest}|{Shared.IO.Digest.Compute(bytes)}|{view.IsDrawing}|{view.Augmentation}"
            )
            .ToString();

    private void Compute(List<(string Key, PictureView View, byte[] Bytes)> missing)
    {
        if (missing.Count == 0)
            return;
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        const int pixelCount = 3 * ResNetStem.ImageSize * ResNetStem.ImageSize;
        var pixels = new float[missing.Count * pixelCount];
        Parallel.For(
            0,
            missing.Count,
            row =>
                renderer.ToPixels(
                    renderer.Render(missing[row].View, missing[row].Bytes),
                    pixels.AsSpan(row * pixelCount, pixelCount)
                )
        );
        var input = tensor(pixels, [missing.Count, 3, ResNetStem.ImageSize, ResNetStem.ImageSize]);
        var pooled = PooledGrid.Pool(computeGrids(input)).to(ScalarType.Float16).contiguous(); // (B, 18 x 512)
        var values = pooled.bytes;
        file.Seek(0, SeekOrigin.End);
        for (var row = 0; row < missing.Count; row++)
        {
            file.Write(Convert.FromHexString(missing[row].Key));
            offsets[missing[row].Key] = file.Position;
            file.Write(values.Slice(row * ValueBytes, ValueBytes));
        }
        file.Flush();
        missing.Clear();
    }

    private Tensor Load(string[] keys)
    {
        var rows = zeros(keys.Length, PooledGrid.Length, dtype: ScalarType.Float16);
        for (var index = 0; index < keys.Length; index++)
        {
            using var row = rows[index];
            file.Position = offsets[keys[index]];
            file.ReadExactly(row.bytes);
        }
        return rows;
    }

    private void ReadKeys(string path)
    {
        if (file.Length < Magic.Length)
        {
            file.SetLength(0);
            file.Write(Magic);
            return;
        }
        var start = new byte[Magic.Length];
        file.ReadExactly(start);
        if (!start.AsSpan().SequenceEqual(Magic))
            throw new InvalidDataException($"'{path}' is not a cache of grids. Delete it; it is created again.");
        var key = new byte[KeyBytes];
        while (file.Length - file.Position >= KeyBytes + ValueBytes)
        {
            file.ReadExactly(key);
            offsets[Convert.ToHexStringLower(key)] = file.Position;
            file.Seek(ValueBytes, SeekOrigin.Current);
        }
        file.SetLength(file.Position);
    }
}
