using DialClip.Encoders;

namespace DialClip.Training.Catalogs.Folders;

/// <summary>An item of a folder, as its catalog will have it.</summary>
/// <param name="Id">The id, unique in the folder.</param>
/// <param name="Modality">The modality.</param>
/// <param name="Description">What is said of it.</param>
/// <param name="Picture">Its picture; null for a text.</param>
internal sealed record FolderItem(string Id, Modality Modality, ItemDescription Description, CheckedPicture? Picture)
{
    /// <summary>Gets whether nobody has said what a picture shows.</summary>
    public bool IsWithoutWords =>
        Modality == Modality.Picture && Description is { Name: null, Words: null, Keywords.Count: 0 };
}
