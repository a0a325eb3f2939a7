using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using DialClip.Artifacts.Format;
using DialClip.Encoders;
using DialClip.Shared.IO;
using DialClip.Training.Catalogs.Folders;

namespace DialClip.Training.Catalogs;

/// <summary>The files of a version of a catalog before they are written.</summary>
/// <param name="Items">The bytes of items.jsonl, the same for the same items.</param>
/// <param name="Media">The pictures by their paths in the catalog.</param>
/// <param name="Properties">The catalog's properties.</param>
internal sealed record CatalogPlan(
    byte[] Items,
    IReadOnlyDictionary<string, CheckedPicture> Media,
    CatalogProperties Properties
)
{
    /// <summary>The name of the file of items.</summary>
    public const string ItemsFile = "items.jsonl";

    /// <summary>What the catalog's properties say of its origin.</summary>
    public const string Source = "a folder";

    private const string MediaFolder = "media/";

    // Enough that two pictures never share a name.
    private const int NameDigits = 32;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Plans the catalog of a folder's items.</summary>
    /// <param name="items">The items, at least one.</param>
    /// <param name="license">The licence of pictures and texts.</param>
    public static CatalogPlan Create(IReadOnlyList<FolderItem> items, string license)
    {
        // Named by their bytes: names of people's files hold what paths of a store may not.
        var media = items
            .Select(item => item.Picture)
            .OfType<CheckedPicture>()
            .ToDictionary(GetPath, StringComparer.Ordinal);
        var lines = new StringBuilder();
        foreach (var item in items)
            lines.Append(Serialize(item)).Append('\n');
        return new(
            Encoding.UTF8.GetBytes(lines.ToString()),
            media,
            new()
            {
                Items = items.Count,
                License = license,
                Source = Source,
            }
        );
    }

    /// <summary>Determines whether a version that was written before has the same content.</summary>
    public bool IsSameAs(ArtifactManifest manifest) =>
        manifest.Files.Count == Media.Count + 1
        && manifest.Find(ItemsFile)?.Sha256 == Digest.Compute(Items).ToString()
        && manifest.ReadProperties<CatalogProperties>() == Properties
        && FindDifference(manifest) is null;

    /// <summary>Finds a picture that a manifest lists with other bytes, or not at all; null for none.</summary>
    public CheckedPicture? FindDifference(ArtifactManifest manifest) =>
        Media.FirstOrDefault(planned => manifest.Find(planned.Key)?.Sha256 != planned.Value.Sha256).Value;

    private static string GetPath(CheckedPicture picture) =>
        MediaFolder + picture.Sha256[..NameDigits] + picture.Ending;

    private static string Serialize(FolderItem item)
    {
        var said = item.Description;
        return JsonSerializer.Serialize(
            new
            {
                item.Id,
                Modality = item.Modality == Modality.Picture ? "picture" : "text",
                Text = item.Modality == Modality.Text ? said.Words : null,
                said.Name,
                Caption = item.Modality == Modality.Picture ? said.Words : null,
                Keywords = said.Keywords.Count > 0 ? said.Keywords : null,
                Media = item.Picture is { } picture ? new[] { GetPath(picture) } : null,
                Tags = said.Tags.Count > 0
                    ? said.Tags.OrderBy(tag => tag.Key, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal)
                    : null,
            },
            Json
        );
    }
}
