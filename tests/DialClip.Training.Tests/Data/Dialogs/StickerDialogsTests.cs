using DialClip.Encoders;
using DialClip.Model.Indexing.Lexical;
using DialClip.Training.Data.Corpus;
using DialClip.Training.Data.Dialogs;
using DialClip.Training.Data.Records;

namespace DialClip.Training.Tests.Data.Dialogs;

/// <summary>The dialogs that the project ships.</summary>
public sealed class StickerDialogsTests
{
    private static readonly string DataFolder = Path.Combine(RepositoryPaths.Root, "training", "data");
    private static readonly Lazy<IReadOnlyList<DialogRecord>> Dialogs = new(() =>
        DialogFile.Read(Path.Combine(DataFolder, "sticker-dialogs"))
    );

    [Fact]
    public void Read_AllFiles_HoldEnoughDialogsOfEverySplitAndKind()
    {
        var bySplit = Dialogs.Value.CountBy(dialog => dialog.Split).ToDictionary();

        Assert.True(Dialogs.Value.Count >= 2000, $"{Dialogs.Value.Count} dialogs");
        Assert.True(bySplit[DialogSplit.Test] >= 100, $"{bySplit[DialogSplit.Test]} test dialogs");
        Assert.InRange(bySplit[DialogSplit.Train], Dialogs.Value.Count * 6 / 10, Dialogs.Value.Count * 8 / 10);
        Assert.All(
            new[] { "context", "indirect", "picture", "chat" },
            kind => Assert.True(Dialogs.Value.Count(dialog => dialog.Kind == kind) >= 100, kind)
        );
        Assert.Contains(Dialogs.Value, dialog => dialog.Accept.Count == 0);
        Assert.Contains(Dialogs.Value, dialog => dialog.AcceptedTexts.Any());
        Assert.Contains(Dialogs.Value, dialog => dialog.Turns.Any(turn => turn.Image is not null));
        Assert.All(Dialogs.Value, dialog => Assert.Equal("user", dialog.Input.Speaker));
    }

    [Fact]
    public void Read_AllFiles_HaveNoNearCopiesAcrossSplits()
    {
        var spoken = Dialogs
            .Value.Where(dialog => dialog.Input.Text.Length > 0)
            .Select(dialog => (dialog.Id, dialog.Split, Terms: LexicalTerms.GetWords(dialog.Input.Text).ToHashSet()))
            .ToList();

        var copies =
            from a in spoken
            from b in spoken
            where a.Split < b.Split
            let shared = a.Terms.Count(b.Terms.Contains)
            where shared >= 0.6 * (a.Terms.Count + b.Terms.Count - shared)
            select $"{a.Id} ~ {b.Id}";

        Assert.Empty(copies);
    }

    [Fact]
    public void Read_AllFiles_RepeatNoDialog()
    {
        Assert.Distinct(
            Dialogs.Value.Select(dialog =>
                string.Join('\n', dialog.Turns.Select(turn => $"{turn.Speaker} {turn.Image} {turn.Text.Trim()}"))
            )
        );
    }

    [Fact]
    public void Read_EarlierMessages_DecideWhatFits()
    {
        var sameInput = Dialogs
            .Value.Where(dialog => dialog.Kind == "context")
            .GroupBy(dialog => dialog.Input.Text)
            .Where(dialogs => dialogs.Count() > 1)
            .ToList();

        Assert.True(sameInput.Count >= 10, $"{sameInput.Count} messages");
        // No two of them are answered best with the same item, or the earlier messages would teach nothing.
        Assert.All(sameInput, dialogs => Assert.Distinct(dialogs.Select(dialog => dialog.Accept[0])));
    }

    [Fact]
    public void Read_AllFiles_AcceptOnlyTextsOfTheCatalog()
    {
        var texts = ReadTexts();

        var unknown = Dialogs.Value.SelectMany(dialog => dialog.AcceptedTexts).Where(id => !texts.Contains(id));

        Assert.Empty(unknown);
    }

    [Fact]
    public void Read_DialogsOfTexts_AnswerWithEveryTextAndTestEach()
    {
        var best = Dialogs
            .Value.Where(dialog => dialog.Intent == Intent.Text)
            .Select(dialog => (dialog.Split, Text: dialog.Accept[0]))
            .ToList();
        var texts = ReadTexts();

        Assert.True(best.Count >= 450, $"{best.Count} dialogs whose best answer is a text");
        Assert.Empty(texts.Except(best.Where(pair => pair.Split == DialogSplit.Test).Select(pair => pair.Text)));
    }

    [Fact]
    public void Read_DialogsOfTexts_HaveEarlierTurnsWhereTheKindSaysSo()
    {
        var ofTexts = Dialogs
            .Value.Where(dialog => dialog.Kind?.StartsWith("text-", StringComparison.Ordinal) == true)
            .ToList();

        Assert.All(
            ofTexts,
            dialog => Assert.Equal(dialog.Turns.Count == 1 ? "text-alone" : "text-dialog", dialog.Kind)
        );
        Assert.All(ofTexts, dialog => Assert.Equal(Intent.Text, dialog.Intent));
        Assert.InRange(ofTexts.Count(dialog => dialog.Turns.Count > 1), ofTexts.Count * 3 / 10, ofTexts.Count * 6 / 10);
    }

    [Fact]
    public void Read_AllFiles_AcceptNothingTwice()
    {
        Assert.All(
            Dialogs.Value,
            dialog => Assert.Equal(dialog.Accept.Count, dialog.Accept.Distinct(StringComparer.Ordinal).Count())
        );
    }

    [RequiresFact(Tool.Stickers)]
    public void Read_AllFiles_AcceptAndShowOnlyStickersOfTheSet()
    {
        var stickers = StickerSet
            .Read(Path.Combine(RepositoryPaths.NpmAssets, "stickers"))
            .Select(sticker => sticker.Id)
            .ToHashSet();

        var unknown = Dialogs
            .Value.SelectMany(dialog =>
                dialog.AcceptedPictures.Concat(dialog.Turns.Select(turn => turn.Image).OfType<string>())
            )
            .Where(id => !stickers.Contains(id));

        Assert.Empty(unknown);
    }

    private static HashSet<string> ReadTexts() =>
        [
            .. RecordFile
                .ReadLines<TextReply>(Path.Combine(DataFolder, "text-catalog.jsonl"), "text", null)
                .Select(text => "text:" + text.Value.Id),
        ];
}
