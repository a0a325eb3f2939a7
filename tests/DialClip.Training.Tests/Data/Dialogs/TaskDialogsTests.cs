using DialClip.Model.Indexing.Lexical;
using DialClip.Training.Data.Dialogs;

namespace DialClip.Training.Tests.Data.Dialogs;

/// <summary>The conversations with task bots that the project ships.</summary>
public sealed class TaskDialogsTests
{
    private static readonly Lazy<IReadOnlyList<DialogRecord>> Dialogs = new(() =>
        DialogFile.Read(Path.Combine(RepositoryPaths.Root, "training", "data", "task-dialogs"))
    );

    [Theory]
    [InlineData(nameof(DialogSplit.Train))]
    [InlineData(nameof(DialogSplit.Validation))]
    [InlineData(nameof(DialogSplit.Test))]
    public void Read_Split_HoldsEnoughMessagesThatDeserveSilence(string split)
    {
        var ofSplit = Dialogs.Value.Where(dialog => dialog.Split.ToString() == split).ToList();

        var counts = ofSplit.CountBy(dialog => dialog.Kind!).ToDictionary(pair => pair.Key, pair => pair.Value);

        Assert.Equal(
            ["social-alone", "social-dialog", "social-prompted", "task-alone", "task-dialog", "task-prompted"],
            counts.Keys.Order(StringComparer.Ordinal)
        );
        Assert.True(ofSplit.Count(IsTask) >= 400, $"{ofSplit.Count(IsTask)} of {split}");
        // One false answer has to be less than 2 % of each kind.
        Assert.All(
            counts.Where(kind => kind.Key.StartsWith("task", StringComparison.Ordinal)),
            kind => Assert.True(kind.Value > 50)
        );
    }

    [Fact]
    public void Read_AllFiles_AcceptRepliesToSocialMessagesAlone()
    {
        Assert.All(Dialogs.Value, dialog => Assert.Equal(IsTask(dialog), dialog.Accept.Count == 0));
        Assert.All(Dialogs.Value, dialog => Assert.Equal("user", dialog.Input.Speaker));
    }

    [Fact]
    public void Read_AllFiles_ShowEachMessageInTheContextThatItsKindNames()
    {
        var alone = Dialogs
            .Value.Where(dialog => dialog.Turns.Count == 1)
            .Select(dialog => (dialog.Split, Text: dialog.Input.Text.ToLowerInvariant()))
            .ToList();

        Assert.All(
            Dialogs.Value,
            dialog =>
            {
                Assert.Contains((dialog.Split, dialog.Input.Text.ToLowerInvariant()), alone);
                Assert.True(
                    dialog.Kind!.Split('-')[1] switch
                    {
                        "alone" => dialog.Turns.Count == 1,
                        "prompted" => dialog.Turns is [{ Speaker: "bot" }, _],
                        // As much as a bot keeps.
                        _ => dialog.Turns.Count is > 2 and <= 9 && dialog.Turns[^2].Speaker == "bot",
                    },
                    dialog.Id
                );
            }
        );
        Assert.Equal(alone.Count, alone.Distinct().Count());
    }

    [Fact]
    public void Read_AllFiles_ShareNoBotAndNoMessageBetweenSplits()
    {
        var bots = Dialogs.Value.Select(dialog => (Bot: string.Join('-', dialog.Id.Split('-')[..^3]), dialog.Split));
        var messages = Dialogs.Value.Select(dialog =>
            (Words: string.Join(' ', LexicalTerms.GetWords(dialog.Input.Text)), dialog.Split)
        );

        Assert.All(
            bots.Distinct().CountBy(pair => pair.Bot),
            pair => Assert.Equal((pair.Key, 1), (pair.Key, pair.Value))
        );
        Assert.All(
            messages.Distinct().CountBy(pair => pair.Words),
            pair => Assert.Equal((pair.Key, 1), (pair.Key, pair.Value))
        );
    }

    [Fact]
    public void Read_TrainingMessages_AreNoNearCopiesOfHeldOutOnes()
    {
        var messages = Dialogs
            .Value.Where(dialog => dialog.Turns.Count == 1)
            .Select(dialog => (dialog.Id, dialog.Split, Terms: LexicalTerms.GetWords(dialog.Input.Text).ToHashSet()))
            .ToLookup(message => message.Split == DialogSplit.Train);

        var copies =
            from a in messages[true]
            from b in messages[false]
            where a.Terms.Intersect(b.Terms).Count() >= 0.6 * a.Terms.Union(b.Terms).Count()
            select $"{a.Id} ~ {b.Id}";

        Assert.Empty(copies);
    }

    private static bool IsTask(DialogRecord dialog) => dialog.Kind!.StartsWith("task", StringComparison.Ordinal);
}
