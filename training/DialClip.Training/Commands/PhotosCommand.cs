using System.CommandLine;
using System.Globalization;
using DialClip.Training.Data.Dialogs.Published;
using DialClip.Training.Hub;
using DialClip.Training.Terminal;

namespace DialClip.Training.Commands;

/// <summary>The verb <c>photos</c>: downloads the photos of a data set that is published without them.</summary>
internal static class PhotosCommand
{
    private const string OpenImages = "https://open-images-dataset.s3.amazonaws.com";

    public static Command Create(TextWriter output, IProgressSink progress)
    {
        var folder = new Argument<DirectoryInfo>("FOLDER") { Description = "PhotoChat as published." };
        var into = new Option<DirectoryInfo>("--out")
        {
            Description = "The folder for the photos, for --images of 'dialclip prepare photochat'.",
            Required = true,
        };
        var endpoint = new Option<string>("--endpoint")
        {
            Description = "The address of Open Images' photos, SPLIT/ID.jpg: https, or http on this machine.",
            DefaultValueFactory = _ => OpenImages,
        };
        endpoint.Validators.Add(result =>
        {
            if (HubEndpoint.TryParse(result.GetValueOrDefault<string>()) is null)
                result.AddError(
                    $"--endpoint is '{result.GetValueOrDefault<string>()}', expected an https address, "
                        + "or http on this machine."
                );
        });
        var command = new Command(
            "photos",
            "Downloads PhotoChat's photos by their Open Images ids. The same command resumes interrupted downloads.\n"
                + "Example: dialclip photos photochat/ --out photos/"
        )
        {
            folder,
            into,
            endpoint,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var ids = await PhotoChat
                    .ReadPhotoIdsAsync(parsed.GetValue(folder)!.FullName, progress, cancellationToken)
                    .ConfigureAwait(false);
                if (ids.Count == 0)
                    throw new InvalidDataException(
                        $"No dialog in '{parsed.GetValue(folder)}' names a photo as \"split/id\" in 'photo_id'. "
                            + "Expected a version of PhotoChat that has it."
                    );
                var (address, time) = (HubEndpoint.TryParse(parsed.GetValue(endpoint))!, TimeProvider.System);
                using var client = new HubClient(address, null, new HubRetryOptions(), progress, time);
                var download = new PhotoDownload(client, address);
                var target = parsed.GetValue(into)!.FullName;
                IReadOnlyList<string> missing;
                using (var stage = progress.Start("Downloading", new("photos"), ids.Count))
                    missing = await download.RunAsync(ids, target, stage, cancellationToken).ConfigureAwait(false);
                await File.WriteAllLinesAsync(Path.Combine(target, "missing.txt"), missing, cancellationToken)
                    .ConfigureAwait(false);
                await output
                    .WriteLineAsync(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{ids.Count - missing.Count:N0} photos in {target}; {missing.Count:N0} are missing on "
                                + $"the server, "
                                + $"listed in missing.txt"
                        )
                    )
                    .ConfigureAwait(false);
                return ExitCode.Success;
            }
        );
        return command;
    }
}
