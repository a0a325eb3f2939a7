using DialClip.Model.Indexing.Lexical;
using DialClip.Training.Data.Corpus;
using DialClip.Training.Data.Dialogs;
using DialClip.Training.Data.Records;

namespace DialClip.Training.Tests.Data.Corpus;

public sealed class StickerMessagesTests
{
    private static readonly string Folder = Path.Combine(RepositoryPaths.Root, "training", "data", "sticker-messages");

    [RequiresFact(Tool.Stickers)]
    public void Messages_AllFiles_NameKnownStickersAndRepeatNoMessageOfAGroup()
    {
        var stickers = StickerSet
            .Read(Path.Combine(RepositoryPaths.NpmAssets, "stickers"))
            .Select(sticker => sticker.Id)
            .ToHashSet();

        var messages = StickerMessages.Read(Folder, stickers);

        Assert.True(messages.Sum(entry => entry.Messages.Count) >= 1500);
        Assert.All(
            messages,
            entry =>
                Assert.Equal(entry.Messages.Count, entry.Messages.Distinct(StringComparer.OrdinalIgnoreCase).Count())
        );
    }

    [Fact]
    public void Messages_AgainstHeldOutDialogs_AreNoNearCopies()
    {
        var heldOut = DialogFile
            .Read(Path.Combine(RepositoryPaths.Root, "training", "data", "sticker-dialogs"))
            .Where(dialog => dialog.Split != DialogSplit.Train)
            .Select(dialog => (dialog.Id, Words: LexicalTerms.GetWords(dialog.Input.Text).ToHashSet()))
            .Where(dialog => dialog.Words.Count > 0)
            .ToList();
        var messages = Directory
            .GetFiles(Folder, "*.jsonl")
            .SelectMany(file => RecordFile.ReadLines<StickerMessages>(file, "messages", null))
            .SelectMany(entry => entry.Value.Messages);

        var copies = messages.SelectMany(message =>
            heldOut
                .Where(dialog => Jaccard(LexicalTerms.GetWords(message).ToHashSet(), dialog.Words) >= 0.6)
                .Select(dialog => $"'{message}' is close to {dialog.Id}")
        );

        Assert.Empty(copies);
    }

    private static double Jaccard(HashSet<string> a, HashSet<string> b) =>
        a.Intersect(b).Count() / (double)a.Union(b).Count();
}
