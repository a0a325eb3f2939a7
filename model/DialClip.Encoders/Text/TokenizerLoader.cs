using DialClip.Artifacts;
using DialClip.Artifacts.Format;

namespace DialClip.Encoders.Text;

/// <summary>Loads the tokenizer that a backbone's manifest names.</summary>
internal static class TokenizerLoader
{
    private const string Advice = "Export the backbone again with 'dialclip export'.";

    /// <summary>Loads a tokenizer from the files of a backbone.</summary>
    /// <exception cref="ArtifactException">
    /// A file is missing or damaged, does not fit the text tower, or is for a later version of this library.
    /// </exception>
    public static ITextTokenizer Load(ArtifactFolder folder, TextTowerProperties text)
    {
        try
        {
            var tokenizer = Read(folder, text);
            return tokenizer.VocabularySize == text.VocabularySize
                ? tokenizer
                : throw new ArtifactException(
                    $"The vocabulary in '{folder.LocalPath}' has {tokenizer.VocabularySize} tokens, but its "
                        + $"text tower knows {text.VocabularySize}. {Advice}"
                );
        }
        catch (InvalidDataException error)
        {
            throw new ArtifactException($"{error.Message} {Advice}", error);
        }
    }

    private static ITextTokenizer Read(ArtifactFolder folder, TextTowerProperties text) =>
        text.Tokenizer switch
        {
            null => ClipTokenizer.Read(
                folder.ReadFile(VocabularyFiles.Tokens),
                folder.ReadFile(VocabularyFiles.Merges),
                folder.LocalPath,
                text.ContextLength
            ),
            TokenizerTypes.WordPiece or TokenizerTypes.WordPieceCased => WordPieceTokenizer.Read(
                folder.ReadFile(WordPieceVocabulary.FileName),
                Path.Combine(folder.LocalPath, WordPieceVocabulary.FileName),
                text.Tokenizer == TokenizerTypes.WordPieceCased,
                text.ContextLength
            ),
            _ => throw new ArtifactException(
                $"The backbone in '{folder.LocalPath}' has the tokenizer '{text.Tokenizer}', which this version of "
                    + "the library does not have."
            ),
        };
}
