using System.Text.Json;

namespace DialClip.Training.Checkpoints;

/// <summary>Determines whether the merges make every token of a vocabulary.</summary>
/// <remarks>
/// Merges that are cut short are valid, but split words into other tokens than those that the model was trained with.
/// </remarks>
internal static class MergeCheck
{
    private const string EndOfWord = "</w>";
    private const int MaxListed = 5;

    /// <summary>Throws where a token can never come up, names of special tokens aside.</summary>
    /// <param name="tokens">The path of a valid vocab.json.</param>
    /// <param name="merges">The path of a valid merges.txt.</param>
    /// <param name="added">Tokens that need no merge.</param>
    /// <exception cref="InvalidDataException">There are such tokens.</exception>
    public static void Require(string tokens, string merges, IReadOnlyCollection<string> added)
    {
        var made = File.ReadLines(merges)
            .Select(line => line.Replace(" ", "", StringComparison.Ordinal))
            .Concat(added)
            .ToHashSet(StringComparer.Ordinal);
        using var json = JsonDocument.Parse(File.ReadAllBytes(tokens));
        var unreachable = json
            .RootElement.EnumerateObject()
            .Select(token => token.Name)
            .Where(token => token.Length > 0 && !IsByte(token) && !IsSpecial(token) && !made.Contains(token))
            .ToList();
        if (unreachable.Count > 0)
            throw new InvalidDataException(
                $"'{tokens}' has {unreachable.Count} tokens that no merge of '{merges}' makes, among them "
                    + string.Join(", ", unreachable.Take(MaxListed).Select(token => JsonSerializer.Serialize(token)))
                    + ". Use the vocab.json and merges.txt of one and the same model."
            );
    }

    private static bool IsByte(string token) =>
        token.Length == 1
        || (token.Length == 1 + EndOfWord.Length && token.EndsWith(EndOfWord, StringComparison.Ordinal));

    private static bool IsSpecial(string token) => (token[0], token[^1]) is ('<', '>') or ('[', ']');
}
