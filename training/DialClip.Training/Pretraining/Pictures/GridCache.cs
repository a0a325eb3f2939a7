using DialClip.Shared.IO;
using DialClip.Training.Heads.Examples;
using DialClip.Training.Modules;
using DialClip.Training.Terminal;
using static TorchSharp.torch;

namespace DialClip.Training.Pretraining.Pictures;

/// <summary>Computes the pooled grids of views, each once: they are kept in a file.</summary>
/// <param name="file">The file.</param>
/// <param name="layout">The layout of a pooled grid.</param>
/// <param name="computeGrids">Runs the stem over pixels, (B, 3, 224, 224) to (B, 512, 7, 7).</param>
/// <param name="stemDigest">What identifies the stem's weights.</param>
internal sealed class GridCache(GridFile file, PooledGrid layout, Func<Tensor, Tensor> computeGrids, string stemDigest)
{
    private const int BatchSize = 16;

    private readonly ViewRenderer renderer = new();

    /// <summary>Gets the pooled grids of views, computing those that are missing.</summary>
    /// <param name="views">N views.</param>
    /// <param name="name">What they are, for the display of progress.</param>
    /// <param name="progress">The sink for progress.</param>
    /// <param name="cancellationToken">Cancels the work; what was computed stays.</param>
    /// <returns>(N, values), in half precision.</returns>
    public Tensor Get(
        IReadOnlyList<PictureView> views,
        string name,
        IProgressSink progress,
        CancellationToken cancellationToken
    )
    {
        using var stage = progress.Start(name, new("pictures"), views.Count);
        var keys = new string[views.Count];
        var missing = new Dictionary<string, (PictureView View, byte[] Bytes)>(StringComparer.Ordinal);
        for (var index = 0; index < views.Count; index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var bytes = views[index].Read();
            keys[index] = ComputeKey(views[index], bytes);
            if (!file.Contains(keys[index]))
                missing[keys[index]] = (views[index], bytes);
            if (missing.Count == BatchSize)
                Compute(missing);
            stage.Report(index + 1);
        }
        Compute(missing);
        return Load(keys);
    }

    private string ComputeKey(PictureView view, byte[] bytes) =>
        Digest.Compute($"{stemDigest}|{Digest.Compute(bytes)}|{view.IsDrawing}|{view.Augmentation}").ToString();

    private void Compute(Dictionary<string, (PictureView View, byte[] Bytes)> missing)
    {
        if (missing.Count == 0)
            return;
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        const int pixelCount = 3 * ViewRenderer.Size * ViewRenderer.Size;
        var entries = missing.ToArray();
        var pixels = new float[entries.Length * pixelCount];
        Parallel.For(
            0,
            entries.Length,
            row =>
                renderer.ToPixels(
                    renderer.Render(entries[row].Value.View, entries[row].Value.Bytes),
                    pixels.AsSpan(row * pixelCount, pixelCount)
                )
        );
        var input = tensor(pixels, [entries.Length, 3, ViewRenderer.Size, ViewRenderer.Size]);
        var pooled = layout.Pool(computeGrids(input)).to(ScalarType.Float16).contiguous(); // (B, values)
        for (var row = 0; row < entries.Length; row++)
        {
            using var grid = pooled[row];
            file.Add(entries[row].Key, grid.bytes);
        }
        missing.Clear();
    }

    private Tensor Load(string[] keys)
    {
        var rows = zeros(keys.Length, layout.Length, dtype: ScalarType.Float16);
        for (var index = 0; index < keys.Length; index++)
        {
            using var row = rows[index];
            file.Read(keys[index], row.bytes);
        }
        return rows;
    }
}
