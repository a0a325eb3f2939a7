using System.Globalization;
using System.Text;

namespace DialClip.Training.Catalogs.Folders;

/// <summary>Names in the names of files, such as "red sneaker" in red-sneaker_01.jpg.</summary>
internal static class SpeakingName
{
    private const int MinLetters = 3;

    // What cameras, phones and programs call pictures.
    private static readonly HashSet<string> Meaningless = new(StringComparer.Ordinal)
    {
        "bild",
        "copy",
        "download",
        "dsc",
        "dscf",
        "dscn",
        "dcim",
        "edited",
        "file",
        "foto",
        "frame",
        "image",
        "img",
        "item",
        "mvimg",
        "pano",
        "photo",
        "pic",
        "picture",
        "pxl",
        "received",
        "sam",
        "scan",
        "screen",
        "screenshot",
        "shot",
        "thumb",
        "thumbnail",
        "tmp",
        "unnamed",
        "untitled",
        "whatsapp",
    };

    /// <summary>Gets the name; null where the file's name says nothing.</summary>
    /// <param name="path">The file's path.</param>
    public static string? Find(string path)
    {
        var words = Split(Path.GetFileNameWithoutExtension(path))
            .Where(word => !IsNumber(word) && !Meaningless.Contains(word.ToLowerInvariant()))
            .SelectMany(SplitCamelCase)
            .ToList();
        return words.Exists(IsWord) ? string.Join(' ', words) : null;
    }

    // Words end at anything but letters and digits.
    private static IEnumerable<string> Split(string name)
    {
        var word = new StringBuilder();
        foreach (var rune in name.EnumerateRunes())
            if (Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.NonSpacingMark)
            {
                word.Append(rune.ToString());
            }
            else if (word.Length > 0)
            {
                yield return word.ToString();
                word.Clear();
            }
        if (word.Length > 0)
            yield return word.ToString();
    }

    // An upper-case letter after a lower-case one begins a word.
    private static IEnumerable<string> SplitCamelCase(string word)
    {
        var start = 0;
        for (var i = 1; i < word.Length; i++)
            if (char.IsUpper(word[i]) && char.IsLower(word[i - 1]))
            {
                yield return word[start..i];
                start = i;
            }
        yield return word[start..];
    }

    // Counters such as 0001 and 20240131; the 15 of 'iphone 15' is part of the name.
    private static bool IsNumber(string word) =>
        word.All(char.IsAsciiDigit) && (word.Length > 2 || word.StartsWith('0'));

    // Not of hexadecimal digits and their like, such as 3fa85f64.
    private static bool IsWord(string word)
    {
        var letters = word.Count(char.IsLetter);
        return letters >= MinLetters && letters == word.Length
            // One character is a word in scripts without spaces.
            || word.Any(letter => letter >= '\u2E80' && char.IsLetter(letter));
    }
}
