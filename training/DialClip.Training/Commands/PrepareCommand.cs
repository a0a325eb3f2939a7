using System.CommandLine;
using System.Globalization;
using DialClip.Training.Data.Dialogs;
using DialClip.Training.Data.Dialogs.Published;
using DialClip.Training.Hub;
using DialClip.Training.Terminal;

namespace DialClip.Training.Commands;

/// <summary>The verb <c>prepare</c>: makes dialogs and a catalog of a published data set.</summary>
internal static class PrepareCommand
{
    public static Command Create(TextWriter output, IProgressSink progress) =>
        new(
            "prepare",
            "Makes dialogs and a catalog of a published data set.\nExample: dialclip prepare photochat photochat/ "
                + "--images photos/ --out artifacts/data/photochat --store artifacts/data/store"
        )
        {
            Of(
                PhotoChat.Source,
                "PhotoChat as published: JSON files of train, dev and test, and the photos by their Open Images ids.",
                Gallery.Split,
                "PhotoChat: see github.com/google-research/google-research/tree/master/multimodalchat; photos: Open Images (CC BY 2.0)",
                (folder, photos, writer, _, cancel) => PhotoChat.ConvertAsync(folder, photos, writer, progress, cancel),
                output,
                progress
            ),
            Of(
                MmDialog.Source,
                "MMDialog as published: conversations.json of train, valid and test, and the photos as KEY.jpg.",
                Gallery.Candidates,
                "MMDialog: see github.com/victorsungo/MMDialog",
                (folder, photos, writer, limit, cancel) =>
                    MmDialog.ConvertAsync(folder, photos, writer, limit, progress, cancel),
                output,
                progress
            ),
        };

    private static Command Of(
        string source,
        string description,
        Gallery gallery,
        string license,
        Func<string, PhotoFinder, DataSetWriter, int, CancellationToken, Task> convert,
        TextWriter output,
        IProgressSink progress
    )
    {
        var folder = new Argument<DirectoryInfo>("FOLDER") { Description = "The published files." };
        var images = new Option<DirectoryInfo>("--images")
        {
            Description = "The folder of the photos.",
            Required = true,
        };
        var into = new Option<DirectoryInfo>("--out")
        {
            Description = "Where the dialogs go; new or empty.",
            Required = true,
        };
        var store = StoreOptions.Store();
        var name = new Option<string>("--name")
        {
            Description = "The catalog's name in the store.",
            DefaultValueFactory = _ => source,
        };
        var limit = new Option<int>("--limit")
        {
            Description = "The most conversations of a split to take.",
            DefaultValueFactory = _ => int.MaxValue,
        };
        name.Validators.Add(result =>
        {
            if (!HubFile.IsPlainName(result.GetValueOrDefault<string>()))
                result.AddError(
                    $"--name is '{result.GetValueOrDefault<string>()}', expected letters, digits, '-', '_' and '.'."
                );
        });
        var command = new Command(source, description) { folder, images, into, store, name };
        if (gallery == Gallery.Candidates)
            command.Options.Add(limit);
        limit.AtLeastOne();
        command.SetAction(
            async (parsed, cancel) =>
            {
                var reference = $"catalogs/{parsed.GetValue(name)}/1";
                var target = parsed.GetValue(into)!.FullName;
                using var writer = new DataSetWriter(target, Path.Combine(parsed.GetValue(store)!.FullName, reference));
                progress.WriteLine($"Reading '{parsed.GetValue(folder)}'.");
                await convert(
                        parsed.GetValue(folder)!.FullName,
                        new(parsed.GetValue(images)!.FullName),
                        writer,
                        gallery == Gallery.Candidates ? parsed.GetValue(limit) : int.MaxValue,
                        cancel
                    )
                    .ConfigureAwait(false);
                var description = await writer
                    .FinishAsync(source, gallery, reference, license, cancel)
                    .ConfigureAwait(false);
                foreach (var (what, count) in description.Counts)
                    await output
                        .WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{count, 9:N0}  {what}"))
                        .ConfigureAwait(false);
                await output.WriteLineAsync($"{target}  {reference}").ConfigureAwait(false);
                return ExitCode.Success;
            }
        );
        return command;
    }
}
