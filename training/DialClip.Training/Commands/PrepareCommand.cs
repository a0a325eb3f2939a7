using System.CommandLine;
using System.Globalization;
using DialClip.Training.Data.Dialogs;
using DialClip.Training.Data.Dialogs.Published;
using DialClip.Training.Hub;
using DialClip.Training.Terminal;

namespace DialClip.Training.Commands;

/// <summary>The verb <c>prepare</c>: converts a published data set to dialogs and a catalog.</summary>
internal static class PrepareCommand
{
    public static Command Create(TextWriter output, IProgressSink progress) =>
        new(
            "prepare",
            "Converts a published data set to dialogs and a catalog.\nExample: dialclip prepare photochat photochat/ "
                + "--images photos/ --out artifacts/data/photochat --store artifacts/data/store"
        )
        {
            CreateVerb(
                PhotoChat.Source,
                "PhotoChat as published: JSON files of train, dev and test, and the photos by their Open Images ids.",
                Gallery.Split,
                "PhotoChat: see github.com/google-research/google-research/tree/master/multimodalchat; "
                    + "photos: Open Images (CC BY 2.0)",
                (folder, photos, writer, _, cancellationToken) =>
                    PhotoChat.ConvertAsync(folder, photos, writer, progress, cancellationToken),
                output,
                progress
            ),
            CreateVerb(
                MmDialog.Source,
                "MMDialog as published: conversations.json of train, valid and test, and the photos as KEY.jpg.",
                Gallery.Candidates,
                "MMDialog: see github.com/victorsungo/MMDialog",
                (folder, photos, writer, limit, cancellationToken) =>
                    MmDialog.ConvertAsync(folder, photos, writer, limit, progress, cancellationToken),
                output,
                progress
            ),
        };

    private static Command CreateVerb(
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
            Description = "The folder for the dialogs, new or empty.",
            Required = true,
        };
        var store = StoreOptions.CreateStoreOption();
        var name = new Option<string>("--name")
        {
            Description = "The catalog's name in the store.",
            DefaultValueFactory = _ => source,
        };
        var limit = new Option<int>("--limit")
        {
            Description = "Maximum number of conversations per split.",
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
            async (parsed, cancellationToken) =>
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
                        cancellationToken
                    )
                    .ConfigureAwait(false);
                var description = await writer
                    .FinishAsync(source, gallery, reference, license, cancellationToken)
                    .ConfigureAwait(false);
                foreach (var (counted, count) in description.Counts)
                    await output
                        .WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{count, 9:N0}  {counted}"))
                        .ConfigureAwait(false);
                await output.WriteLineAsync($"{target}  {reference}").ConfigureAwait(false);
                return ExitCode.Success;
            }
        );
        return command;
    }
}
