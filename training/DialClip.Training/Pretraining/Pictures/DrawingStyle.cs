using DialClip.Training.Data.Corpus;

namespace DialClip.Training.Pretraining.Pictures;

/// <summary>A style in which the stickers are drawn: a folder of pictures, named by the emoji's code points.</summary>
/// <param name="Name">The name, such as "noto".</param>
/// <param name="Pictures">The file of each sticker that the style has, by the sticker's id.</param>
internal sealed record DrawingStyle(string Name, IReadOnlyDictionary<string, string> Pictures)
{
    /// <summary>The styles that are trained: their names and folders below that of the npm assets.</summary>
    public static readonly IReadOnlyList<(string Name, string Folder)> Trained =
    [
        ("noto", "stickers/png"),
        ("fluent-3d", "fluent-emoji-3d/assets"),
    ];

    /// <summary>The style that is never trained.</summary>
    public static readonly (string Name, string Folder) HeldBack = (
        "twitter",
        "emoji-datasource-twitter/img/twitter/64"
    );

    private const string VariationSelector = "FE0F";

    /// <summary>Finds the pictures of a style.</summary>
    /// <param name="name">The style's name.</param>
    /// <param name="folder">The folder of its pictures.</param>
    /// <param name="stickers">The stickers.</param>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    public static DrawingStyle Read(string name, string folder, IReadOnlyList<Sticker> stickers)
    {
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException(
                $"The pictures of style '{name}' are missing: there is no '{folder}'. Run './build.sh fetch training'."
            );
        var files = Directory
            .EnumerateFiles(folder)
            .Order(StringComparer.Ordinal)
            .GroupBy(file => GetPlainId(Path.GetFileNameWithoutExtension(file)), StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
        return new(
            name,
            stickers
                .Where(sticker => files.ContainsKey(GetPlainId(sticker.Id)))
                .ToDictionary(sticker => sticker.Id, sticker => files[GetPlainId(sticker.Id)], StringComparer.Ordinal)
        );
    }

    // The same emoji is written with and without variation selectors, in either case of letters.
    private static string GetPlainId(string id) =>
        string.Join(
            '-',
            id.ToUpperInvariant()
                .Split('-')
                .Where(part => part != VariationSelector)
                .Select(part => part.PadLeft(4, '0'))
        );
}
