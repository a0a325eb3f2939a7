using DialClip.Training.Data.Dialogs;

namespace DialClip.Training.Tests.Data.Dialogs;

public sealed class DialogSetTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("dialclip-dialog-sets-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void ReadAll_SeveralPaths_SelectsFromEach()
    {
        var chats = Write("chats/a.jsonl", ("a-1", "train"), ("a-2", "test"));
        var tasks = Write("tasks/b.jsonl", ("b-1", "train"));

        var sets = DialogSet.ReadAll(
            [Path.GetDirectoryName(chats)!, tasks],
            dialog => dialog.Split == DialogSplit.Train
        );

        Assert.Equal(
            [(Path.GetDirectoryName(chats)!, "a-1"), (tasks, "b-1")],
            sets.Select(set => (set.Path, Assert.Single(set.Dialogs).Id))
        );
        Assert.Equal(Gallery.Catalog, DialogSet.GetGallery(sets));
    }

    [Fact]
    public void ReadAll_SameIdInAnotherPath_NamesBothPlaces()
    {
        var first = Write("chats/a.jsonl", ("x", "train"));
        var second = Write("tasks/b.jsonl", ("y", "train"), ("x", "test"));

        var error = Assert.Throws<InvalidDataException>(() =>
            DialogSet.ReadAll([first, second], dialog => dialog.Split == DialogSplit.Train)
        );

        Assert.Contains($"{second}:2", error.Message, StringComparison.Ordinal);
        Assert.Contains($"{first}:1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void GetGallery_SetsThatRankDifferentOnes_NamesBoth()
    {
        var chats = Write("chats/a.jsonl", ("a", "train"));
        var photos = Write("photos/b.jsonl", ("b", "train"));
        File.WriteAllText(
            Path.Combine(folder, "photos", DataSetDescription.FileName),
            """{"source":"photochat","gallery":"split","catalog":"catalogs/photochat/1","counts":{}}"""
        );

        var error = Assert.Throws<InvalidDataException>(() =>
            DialogSet.GetGallery(DialogSet.ReadAll([chats, photos], _ => true))
        );

        Assert.Contains(photos, error.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(Gallery.Split), error.Message, StringComparison.Ordinal);
    }

    private string Write(string name, params (string Id, string Split)[] dialogs)
    {
        var file = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllLines(
            file,
            dialogs.Select(dialog =>
                $$"""{"id":"{{dialog.Id}}","split":"{{dialog.Split}}","accept":[],"""
                + """ "turns":[{"speaker":"user","text":"a"}]}"""
            )
        );
        return file;
    }
}
