using System.CommandLine;
using DialClip.Training.Hub;
using DialClip.Training.Terminal;

namespace DialClip.Training.Commands;

/// <summary>The verb <c>pull</c>: downloads a CLIP checkpoint from a hub.</summary>
internal static class PullCommand
{
    private const string EndpointVariable = "HF_ENDPOINT";

    public static Command Create(TextWriter output, IProgressSink progress)
    {
        var repository = new Argument<string>("REPO") { Description = "The repository, OWNER/NAME." };
        var into = new Option<DirectoryInfo?>("--out")
        {
            Description = "The folder for the checkpoint; by default artifacts/checkpoints/OWNER--NAME.",
        };
        var revision = new Option<string>("--revision")
        {
            Description = "A branch, tag, commit or pull request (refs/pr/NUMBER).",
            DefaultValueFactory = _ => "main",
        };
        var endpoint = new Option<string?>("--endpoint")
        {
            Description =
                $"The address of the hub: https, or http on this machine; by default that of the environment variable "
                + $"{EndpointVariable}, or {HubEndpoint.HuggingFace}.",
        };
        var variable = new Option<string>("--token-variable")
        {
            Description = "The environment variable with the access token, where the repository needs one.",
            DefaultValueFactory = _ => "HF_TOKEN",
        };
        repository.Validators.Add(result =>
            Require(
                HubRepository.TryParse(result.GetValueOrDefault<string>()) is not null,
                result,
                $"REPO is '{result.GetValueOrDefault<string>()}', "
                    + "expected OWNER/NAME of letters, digits, '-', '_' and '.'."
            )
        );
        revision.Validators.Add(result =>
            Require(
                HubRepository.IsRevision(result.GetValueOrDefault<string>()),
                result,
                $"--revision is '{result.GetValueOrDefault<string>()}', "
                    + "expected a branch, tag, commit or refs/pr/NUMBER."
            )
        );
        var command = new Command(
            "pull",
            "Downloads a CLIP checkpoint from a Hugging Face compatible hub, for 'dialclip import'. The same command "
                + "resumes interrupted pulls.\n"
                + "Example: dialclip pull openai/clip-vit-base-patch32 --revision refs/pr/15"
        )
        {
            repository,
            into,
            revision,
            endpoint,
            variable,
        };
        command.Validators.Add(result =>
        {
            // Not at the option, because the default from the environment is validated, too.
            if (HubEndpoint.TryParse(GetAddress(result.GetValue(endpoint))) is null)
                result.AddError(
                    $"--endpoint (or {EndpointVariable}) is '{GetAddress(result.GetValue(endpoint))}', expected an "
                        + $"https "
                        + "address, or http on this machine, without user, query and fragment."
                );
        });
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var name = HubRepository.TryParse(parsed.GetValue(repository))!;
                var folder =
                    parsed.GetValue(into)?.ToString() ?? Path.Combine("artifacts", "checkpoints", name.FolderName);
                var request = new CheckpointPull.Request(
                    HubEndpoint.TryParse(GetAddress(parsed.GetValue(endpoint)))!,
                    name,
                    parsed.GetValue(revision)!,
                    Path.GetFullPath(folder),
                    ReadToken(parsed.GetValue(variable)!)
                );
                using var pull = new CheckpointPull(request, new HubRetryOptions(), progress, TimeProvider.System);
                try
                {
                    var pulled = await pull.RunAsync(cancellationToken).ConfigureAwait(false);
                    var bytes = pulled.Files.Sum(file => file.Size);
                    progress.WriteLine(
                        FormattableString.Invariant(
                            $"{pulled.Files.Count} files, {bytes / 1e6:F1} MB, commit {pulled.Commit}, verified."
                        )
                    );
                    await output.WriteLineAsync(request.Folder).ConfigureAwait(false);
                    await output
                        .WriteLineAsync(
                            $"Next: dialclip import {Quote(folder)} --id {name.Name}"
                                + (pulled.HasVocabulary ? "" : " --tokenizer FOLDER")
                        )
                        .ConfigureAwait(false);
                    return ExitCode.Success;
                }
                catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
                {
                    progress.WriteLine("The received part is kept: run the same command again to resume.");
                    throw;
                }
            }
        );
        return command;
    }

    private static string GetAddress(string? address) =>
        address
        ?? (
            Environment.GetEnvironmentVariable(EndpointVariable) is { Length: > 0 } value
                ? value
                : HubEndpoint.HuggingFace
        );

    private static string? ReadToken(string variable)
    {
        var token = Environment.GetEnvironmentVariable(variable)?.Trim();
        if (string.IsNullOrEmpty(token))
            return null;
        // The value itself never enters a message.
        return token.All(character => character is > ' ' and < '\x7f')
            ? token
            : throw new InvalidDataException(
                $"The environment variable '{variable}' holds characters that no access token has; expected letters, "
                    + "digits and punctuation. Set it again, or unset it."
            );
    }

    private static string Quote(string path) =>
        path.All(character => char.IsLetterOrDigit(character) || character is '/' or '.' or '-' or '_' or '\\' or ':')
            ? path
            : $"'{path.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    private static void Require(bool condition, System.CommandLine.Parsing.SymbolResult result, string error)
    {
        if (!condition)
            result.AddError(error);
    }
}
