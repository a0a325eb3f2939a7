namespace DialClip.Training.Catalogs.Folders;

/// <summary>The words of pictures in text files beside them: red.txt or red.jpg.txt beside red.jpg.</summary>
/// <param name="listing">The files of the folder.</param>
/// <param name="tables">Reads the files.</param>
/// <param name="findings">Receives files without a picture.</param>
internal sealed class SidecarWords(FolderListing listing, FolderTables tables, Findings findings)
{
    /// <summary>Reads the words of each picture that has such a file.</summary>
    public IReadOnlyDictionary<string, ItemDescription> Read()
    {
        var byPath = listing.Pictures.ToDictionary(file => file.Path, StringComparer.OrdinalIgnoreCase);
        var byStem = listing.Pictures.ToLookup(file => file.Stem, StringComparer.OrdinalIgnoreCase);
        var reader = new RowReader(ofTexts: false, findings);
        var words = new Dictionary<string, ItemDescription>(StringComparer.Ordinal);
        foreach (var sidecar in listing.Sidecars)
        {
            List<FolderFile> pictures = byPath.TryGetValue(sidecar.Stem, out var exact)
                ? [exact]
                : [.. byStem[sidecar.Stem]];
            if (pictures.Count == 0)
                findings.Add(
                    FindingKind.WithoutPicture,
                    sidecar.Path,
                    "There is no picture of the same name beside it, so its words are not used."
                );
            else if (tables.ReadSidecar(sidecar) is { } text)
                foreach (var picture in pictures)
                    words.TryAdd(
                        picture.Path,
                        reader.Read(new(sidecar.Path, [new(TableColumns.Caption, [text.ReplaceLineEndings(" ")])]))
                    );
        }

        return words;
    }
}
