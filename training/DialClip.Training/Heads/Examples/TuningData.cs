using System.Security.Cryptography;
using System.Text;
using DialClip.Model.Indexing;
using DialClip.Training.Data.Corpus;
using DialClip.Training.Data.Dialogs;
using DialClip.Training.Terminal;

namespace DialClip.Training.Heads.Examples;

/// <summary>What heads are trained on, encoded once for all of them.</summary>
/// <param name="Clip">The frozen CLIP.</param>
/// <param name="Catalog">The candidates.</param>
/// <param name="Dialogs">The dialogs.</param>
/// <param name="Messages">Messages that stickers answer.</param>
/// <param name="Gallery">What is ranked for a dialog.</param>
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
    /// <summary>Reads dialogs and messages.</summary>
    /// <param name="clip">The frozen CLIP.</param>
    /// <param name="catalog">The catalog that the dialogs' ids are of.</param>
    /// <param name="dialogs">A file, or a folder of *.jsonl files.</param>
    /// <param name="messages">A folder of messages for stickers; null for none.</param>
    /// <param name="queryTurns">How many text turns make the query, the input included.</param>
    /// <param name="wanted">Tells which dialogs are read at all.</param>
    /// <param name="progress">Shows how far it is.</param>
    /// <param name="cancel">Ends the work.</param>
    public static async Task<TuningData> ReadAsync(
        FrozenClip clip,
        Catalog catalog,
        string dialogs,
        string? messages,
        int queryTurns,
        Func<DialogRecord, bool> wanted,
        IProgressSink progress,
        CancellationToken cancel
    )
    {
        TuningCatalog candidates;
        using (var stage = progress.Start("Reading pictures", new("items"), catalog.Items.Count))
            candidates = await TuningCatalog.ReadAsync(catalog, clip, cancel, stage).ConfigureAwait(false);
        List<DialogRecord> records = [.. DialogFile.Read(dialogs).Where(wanted)];
        IReadOnlyList<TuningExample> examples;
        using (var stage = progress.Start("Encoding dialogs", new("dialogs"), records.Count))
            examples = await TuningSet
                .OfDialogsAsync(
                    records,
                    DialogContexts.Beside(dialogs, catalog),
                    clip,
                    candidates,
                    queryTurns,
                    cancel,
                    stage
                )
                .ConfigureAwait(false);
        var extra = messages is null
            ? []
            : TuningSet.OfMessages(
                StickerMessages.Read(messages, candidates.PictureNumbers.Keys.ToHashSet(StringComparer.Ordinal)),
                clip,
                candidates
            );
        return new(
            clip,
            candidates,
            examples,
            extra,
            DataSetDescription.Beside(dialogs)?.Gallery ?? Gallery.Catalog,
            DigestOf(catalog, dialogs, messages)
        );
    }

    private static string DigestOf(Catalog catalog, string dialogs, string? messages)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(catalog.Digest));
        foreach (var path in new[] { dialogs, messages }.OfType<string>())
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
    public IReadOnlyList<TuningExample> Of(DialogSplit split) => [.. Dialogs.Where(example => example.Split == split)];
}
