using System.CommandLine;
using DialClip.Training.Data.Catalogs;
using DialClip.Training.Terminal;

namespace DialClip.Training.Commands;

/// <summary>The verb <c>sticker-catalog</c>: writes a catalog of stickers and text replies.</summary>
internal static class StickerCatalogCommand
{
    public static Command Create(TextWriter output, IProgressSink progress)
    {
        var store = StoreOptions.CreateStoreOption();
        var name = new Option<string>("--name")
        {
            Description = "The catalog's name.",
            DefaultValueFactory = _ => "stickers",
        };
        var version = new Option<string>("--catalog-version")
        {
            Description = "The catalog's version.",
            DefaultValueFactory = _ => "1",
        };
        var stickers = new Option<DirectoryInfo>("--stickers")
        {
            Description = "The sticker set, as the build fetches it.",
            DefaultValueFactory = _ => new DirectoryInfo("artifacts/npm/stickers"),
        };
        var texts = new Option<FileInfo>("--texts")
        {
            Description = "The text replies, JSON lines.",
            DefaultValueFactory = _ => new FileInfo("training/data/text-catalog.jsonl"),
        };
        var groups = new Option<string[]>("--group")
        {
            Description = "Only stickers of these groups, such as animals-nature and food-drink.",
            AllowMultipleArgumentsPerToken = true,
        };
        var tags = new Option<FileInfo?>("--tags")
        {
            Description =
                "Rules that tag items, JSON lines: {\"groups\":[…],\"items\":[…],\"tags\":{\"audience\":[…]}}.",
        };
        var command = new Command(
            "sticker-catalog",
            "Writes a catalog of stickers and text replies into a store.\n"
                + "Example: dialclip sticker-catalog --store artifacts/run/store --catalog-version 2"
        )
        {
            store,
            name,
            version,
            stickers,
            texts,
            groups,
            tags,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var path = $"catalogs/{parsed.GetValue(name)}/{parsed.GetValue(version)}";
                var folder = await StickerCatalogWriter
                    .WriteAsync(
                        new(
                            parsed.GetValue(stickers)!.FullName,
                            parsed.GetValue(texts)!.FullName,
                            parsed.GetValue(groups) ?? [],
                            parsed.GetValue(tags)?.FullName
                        ),
                        Path.Combine(parsed.GetValue(store)!.FullName, path),
                        parsed.GetValue(name)!,
                        parsed.GetValue(version)!,
                        progress,
                        cancellationToken
                    )
                    .ConfigureAwait(false);
                await output.WriteLineAsync($"{path} {folder.Digest}").ConfigureAwait(false);
                return ExitCode.Success;
            }
        );
        return command;
    }
}
