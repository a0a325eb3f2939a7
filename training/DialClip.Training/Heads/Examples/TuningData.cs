using System.Security.Cryptography;
using System.Text;
using DialClip.Model.Indexing;
using DialClip.Training.Data.Corpus;
using DialClip.Training.Data.Dialogs;
using DialClip.Training.Terminal;

namespace DialClip.Training.Heads.Examples;

/// <summary>The data of head training, encoded once for all runs.</summary>
/// <param name="Clip">The frozen CLIP.</param>
/// <param name="Catalog">The candidates.</param>
/// <param name="Dialogs">The dialogs of all splits.</param>
/// <param name="Messages">The messages to which stickers reply.</param>
/// <param name="Gallery">The gallery that is ranked for a dialog.</param>
/// <param name="Digest">The SHA-256 over the catalog's digest and the files of dialogs and messages.</param>
internal sealed record TuningData(
    FrozenClip Clip,
    TuningCatalog Catalog,
    IReadOnlyList<TuningExample> Dialogs,
    IReadOnlyList<TuningExample> Messages,
    Gallery Gallery,
    string Digest
)
{
    /// <summary>Reads and encodes dialogs and messages.</summary>
    /// <param name="clip">The frozen CLIP.</param>
    /// <param name="catalog">The catalog that the dialogs' ids refer to.</param>
    /// <param name="dialogs">Files, or folders of *.jsonl files; at least one.</param>
    /// <param name="messages">A folder of sticker messages; null for none.</param>
    /// <param name="queryTurns">The number of text turns in the query, the input included.</param>
    /// <param name="filter">Selects the dialogs to read.</param>
    /// <param name="progress">The sink for progress.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public static async Task<TuningData> ReadAsync(
        FrozenClip clip,
        Catalog catalog,
        IReadOnlyList<string> dialogs,
        string? messages,
        int queryTurns,
        Func<DialogRecord, bool> filter,
        IProgressSink progress,
        CancellationToken cancellationToken
    )
    {
        var sets = DialogSet.ReadAll(dialogs, filter, progress);
        var gallery = DialogSet.GetGallery(sets);
        foreach (var set in sets)
            DialogItems.Require(set.Dialogs, catalog);
        TuningCatalog candidates;
        using (var stage = progress.Start("Reading pictures", new("items"), catalog.Items.Count))
            candidates = await TuningCatalog.ReadAsync(catalog, clip, cancellationToken, stage).ConfigureAwait(false);
        var examples = new List<TuningExample>();
        foreach (var set in sets)
        {
            using var stage = progress.Start("Encoding dialogs", new("dialogs"), set.Dialogs.Count);
            examples.AddRange(
                await ExampleBuilder
                    .FromDialogsAsync(
                        set.Dialogs,
                        DialogContextReader.ForDialogs(set.Path, catalog),
                        clip,
                        candidates,
                        queryTurns,
                        cancellationToken,
                        stage
                    )
                    .ConfigureAwait(false)
            );
        }
        var extra = messages is null
            ? []
            : ExampleBuilder.FromMessages(
                StickerMessages.Read(
                    messages,
                    candidates.PictureNumbers.Keys.ToHashSet(StringComparer.Ordinal),
                    progress
                ),
                clip,
                candidates
            );
        return new(clip, candidates, examples, extra, gallery, ComputeDigest(catalog, dialogs, messages));
    }

    private static string ComputeDigest(Catalog catalog, IReadOnlyList<string> dialogs, string? messages)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(catalog.Digest));
        foreach (var path in dialogs.Append(messages).OfType<string>())
        foreach (
            var file in Directory.Exists(path)
                ? Directory.EnumerateFiles(path, "*.jsonl").Order(StringComparer.Ordinal)
                : (IEnumerable<string>)[path]
        )
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"\n{Path.GetFileName(file)}\n"));
            hash.AppendData(SHA256.HashData(File.ReadAllBytes(file)));
        }
        return Shared.IO.Digest.Finish(hash).ToString();
    }

    /// <summary>Gets the dialogs of a split.</summary>
    public IReadOnlyList<TuningExample> GetDialogs(DialogSplit split) =>
        [.. Dialogs.Where(example => example.Split == split)];
}
