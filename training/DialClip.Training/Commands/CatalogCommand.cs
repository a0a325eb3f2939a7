using System.CommandLine;
using System.Text.RegularExpressions;
using DialClip.Artifacts;
using DialClip.Training.Catalogs;
using DialClip.Training.Catalogs.Folders;
using DialClip.Training.Terminal;

namespace DialClip.Training.Commands;

/// <summary>The verb <c>catalog</c>: makes or updates the catalog of a folder of pictures and texts.</summary>
internal static partial class CatalogCommand
{
    private static readonly string Help =
        "Makes or updates a catalog from a folder of pictures (JPEG, PNG, WebP, GIF, BMP) and texts, and builds its "
        + "index for every head of the settings.\n"
        + "Words come from items.csv, then items.jsonl, then a text file beside the picture (a.txt beside a.jpg), then "
        + "the file's name.\n"
        + $"Columns of items.csv and properties of items.jsonl: {TableColumns.Describe(ofTexts: false)}.\n"
        + $"Columns of texts.csv and properties of texts.jsonl: {TableColumns.Describe(ofTexts: true)}.\n"
        + "Every other column is a tag. Keywords are separated by commas, semicolons or |, values of a tag by "
        + "semicolons or |.\n"
        + "Exit code 3: the catalog is made, and some files or rows were left out; they are listed.\n"
        + "Example: dialclip catalog photos --name products";

    public static Command Create(TextWriter output, IProgressSink progress)
    {
        var folder = new Argument<DirectoryInfo>("FOLDER") { Description = "The folder of pictures and tables." };
        var name = new Option<string>("--name") { Description = "The catalog's name.", Required = true };
        name.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } value && !PlainName().IsMatch(value))
                result.AddError(
                    $"--name is '{value}', expected 1 to 64 letters, digits, '-' and '_', such as 'products'."
                );
        });
        var settings = new Option<FileInfo?>("--settings")
        {
            Description = "The bot's settings; by default appsettings.json of the current folder.",
        };
        var store = new Option<DirectoryInfo?>("--store")
        {
            Description = "The folder of the store; by default that of the settings.",
        };
        var license = new Option<string>("--license")
        {
            Description = "The licence of the pictures and texts.",
            DefaultValueFactory = _ => "not stated",
        };
        var report = new Option<FileInfo?>("--report")
        {
            Description = "A file for everything that was left out or is to be said, JSON lines.",
        };
        var noIndex = new Option<bool>("--no-index")
        {
            Description = "Write the catalog alone; 'dialclip index' builds an index later.",
        };
        var watch = new Option<bool>("--watch")
        {
            Description = "Go on, and make the next version whenever the folder has changed.",
        };
        var command = new Command("catalog", Help) { folder, name, settings, store, license, report, noIndex, watch };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var named = CatalogSettings.Read(parsed.GetValue(settings)?.FullName, parsed.GetValue(store)?.FullName);
                var maker = new CatalogMaker(
                    parsed.GetValue(folder)!.FullName,
                    named,
                    parsed.GetValue(name)!,
                    parsed.GetValue(license)!,
                    withIndexes: !parsed.GetValue(noIndex),
                    progress
                );
                if (!parsed.GetValue(watch))
                    return await MakeAsync(maker, named, parsed.GetValue(report), output, cancellationToken)
                        .ConfigureAwait(false);
                using var changes = new FolderWatch(parsed.GetValue(folder)!.FullName, maker.List, progress.Time);
                while (true)
                {
                    await MakeWatchedAsync(
                            () => MakeAsync(maker, named, parsed.GetValue(report), output, cancellationToken),
                            progress
                        )
                        .ConfigureAwait(false);
                    progress.WriteLine("Watching the folder. Ctrl-C ends it.");
                    await changes.WaitForChangeAsync(cancellationToken).ConfigureAwait(false);
                }
            }
        );
        return command;
    }

    private static async Task<int> MakeAsync(
        CatalogMaker maker,
        CatalogSettings settings,
        FileInfo? report,
        TextWriter output,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var result = await maker.MakeAsync(cancellationToken).ConfigureAwait(false);
            await WriteReportAsync(report, result.Content).ConfigureAwait(false);
            await output.WriteLineAsync(CatalogText.Format(result, settings)).ConfigureAwait(false);
            return result.LeftOut == 0 ? ExitCode.Success : ExitCode.LeftOut;
        }
        catch (EmptyFolderException error)
        {
            await WriteReportAsync(report, error.Content).ConfigureAwait(false);
            await output.WriteLineAsync(CatalogText.FormatFindings(error.Content)).ConfigureAwait(false);
            throw new InvalidDataException(error.Message, error);
        }
    }

    // What is wrong now may be right after the next change.
    private static async Task MakeWatchedAsync(Func<Task<int>> make, IProgressSink progress)
    {
        try
        {
            await make().ConfigureAwait(false);
        }
        catch (Exception error)
            when (error is InvalidDataException or IOException or UnauthorizedAccessException or ArtifactException)
        {
            progress.WriteLine(error.Message);
        }
    }

    private static async Task WriteReportAsync(FileInfo? file, FolderContent content)
    {
        if (file is not null)
            await File.WriteAllLinesAsync(file.FullName, content.Findings.Select(CatalogText.ToJson))
                .ConfigureAwait(false);
    }

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PlainName();
}
