using DialClip.Encoders;
using DialClip.Shared.IO;

namespace DialClip.Training.Catalogs.Folders;

/// <summary>Collects items, of which no two have the same id or the same content.</summary>
/// <param name="findings">Receives items that are left out.</param>
internal sealed class ItemCollector(Findings findings)
{
    private const int MaxItems = 200_000;

    private readonly Dictionary<string, FolderItem> byId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> byContent = new(StringComparer.Ordinal);

    /// <summary>Adds a picture, whose id is its path where nobody has given it another.</summary>
    /// <returns>Whether it was added.</returns>
    public bool AddPicture(CheckedPicture picture, ItemDescription description)
    {
        var path = picture.File.Path;
        if (byContent.TryGetValue(picture.Sha256, out var same))
        {
            findings.Add(FindingKind.Duplicate, path, $"It is the same picture as '{same}', byte for byte.");
            return false;
        }
        var id = description.Id ?? (path.Length <= TableLimits.Id ? path : picture.Sha256);
        if (!Add(new(id, Modality.Picture, description, picture)))
            return false;
        byContent.Add(picture.Sha256, path);
        return true;
    }

    /// <summary>Adds a text, whose id is made from its words where nobody has given it another.</summary>
    public void AddText(ItemDescription description)
    {
        if (description.Words is not { } words)
        {
            findings.Add(FindingKind.DamagedRow, description.Where, "It has no text.");
            return;
        }
        var content = "text:" + Digest.Compute(words);
        if (byContent.TryGetValue(content, out var same))
            findings.Add(FindingKind.Duplicate, description.Where, $"It is the same text as {same}.");
        else if (
            Add(
                new(
                    description.Id ?? content[..("text:".Length + Digest.ShortLength)],
                    Modality.Text,
                    description,
                    Picture: null
                )
            )
        )
            byContent.Add(content, description.Where);
    }

    /// <summary>Gets the items in ordinal order of their ids.</summary>
    public IReadOnlyList<FolderItem> ToList() => [.. byId.Values.OrderBy(item => item.Id, StringComparer.Ordinal)];

    private bool Add(FolderItem item)
    {
        if (byId.Count == MaxItems)
            throw new InvalidDataException(
                $"The folder has more than {MaxItems:N0} items. Make a catalog of a part of it."
            );
        if (byId.TryAdd(item.Id, item))
            return true;
        findings.Add(
            FindingKind.DamagedRow,
            item.Description.Where,
            $"The id '{item.Id}' is that of {byId[item.Id].Description.Where} already; expected every id once."
        );
        return false;
    }
}
