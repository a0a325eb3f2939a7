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
            Description = "Where the checkpoint goes; artifacts/checkpoints/OWNER--NAME unless one is named.",
        };
        var revision = new Option<string>("--revision")
        {
            Description = "A branch, tag, commit or pull request (refs/pr/NUMBER).",
            DefaultValueFactory = _ => "main",
        };
        var endpoint = new Option<string?>("--endpoint")
        {
            Description =
                $"The hub's address: https, or http on this machine; the environment variable {EndpointVariable}, or {HubEndpoint.HuggingFace}, unless one is named.",
        };
        var variable = new Option<string>("--token-variable")
        {
            Description = "The environment variable with an access token, where a repository needs one.",
            DefaultValueFactory = _ => "HF_TOKEN",
        };
        repository.Validators.Add(result =>
            Require(
                HubRepository.TryParse(result.GetValueOrDefault<string>()) is not null,
                result,
                $"REPO is '{result.GetValueOrDefault<string>()}', expected OWNER/NAME of letters, digits, '-', '_' and '.'."
            )
        );
        revision.Validators.Add(result =>
            Require(
                HubRepository.IsRevision(result.GetValueOrDefault<string>()),
                result,
                $"--revision is '{result.GetValueOrDefault<string>()}', expected a branch, tag, commit or refs/pr/NUMBER."
            )
        );
        var command = new Command(
            "pull",
            "Downloads a CLIP checkpoint from a Hugging Face compatible hub, for 'dialclip import'. Interrupted pulls go on with the same command.\nExample: dialclip pull openai/clip-vit-base-patch32 --revision refs/pr/15"
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
            // Not at the option: a default from the environment has to be checked, too.
            if (HubEndpoint.TryParse(Address(result.GetValue(endpoint))) is null)
                result.AddError(
                    $"--endpoint (or {EndpointVariable}) is '{Address(result.GetValue(endpoint))}', expected an https address, or http on this machine, without user, query and fragment."
                );
        });
        command.SetAction(
            async (parsed, cancel) =>
            {
                var name = HubRepository.TryParse(parsed.GetValue(repository))!;
                var folder =
                    parsed.GetValue(into)?.ToString() ?? Path.Combine("artifacts", "checkpoints", name.FolderName);
                var request = new CheckpointPull.Request(
                    HubEndpoint.TryParse(Address(parsed.GetValue(endpoint)))!,
                    name,
                    parsed.GetValue(revision)!,
                    Path.GetFullPath(folder),
                    Token(parsed.GetValue(variable)!)
                );
                using var pull = new CheckpointPull(request, new HubRetryOptions(), progress, TimeProvider.System);
                try
                {
                    var pulled = await pull.RunAsync(cancel).ConfigureAwait(false);
                    var bytes = pulled.Files.Sum(file => file.Size);
                    progress.WriteLine(
                        FormattableString.Invariant(
                            $"{pulled.Files.Count} files, {bytes / 1e6:F1} MB, commit {pulled.Commit}, checked."
                        )
                    );
                    await output.WriteLineAsync(request.Folder).ConfigureAwait(false);
                    await output
                        .WriteLineAsync(
                            $"Next: dialclip import {Quoted(folder)} --id {name.Name}{(pulled.HasVocabulary ? "" : " --tokenizer FOLDER")}"
                        )
                        .ConfigureAwait(false);
                    return ExitCode.Success;
                }
                catch (OperationCanceledException) when (cancel.IsCancellationRequested)
                {
                    progress.WriteLine("What has come is kept: run the same command again to go on.");
                    throw;
                }
            }
        );
        return command;
    }

    private static string Address(string? named) =>
        named
        ?? (
            Environment.GetEnvironmentVariable(EndpointVariable) is { Length: > 0 } set ? set : HubEndpoint.HuggingFace
        );

    private static string? Token(string variable)
    {
        var token = Environment.GetEnvironmentVariable(variable)?.Trim();
        if (string.IsNullOrEmpty(token))
            return null;
        // The value itself is never shown.
        return token.All(sign => sign is > ' ' and < '\x7f')
            ? token
            : throw new InvalidDataException(
                $"The environment variable '{variable}' holds signs that no access token has; expected letters, digits and punctuation. Set it again, or unset it."
            );
    }

    private static string Quoted(string path) =>
        path.All(sign => char.IsLetterOrDigit(sign) || sign is '/' or '.' or '-' or '_' or '\\' or ':')
            ? path
            : $"'{path.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    private static void Require(bool holds, System.CommandLine.Parsing.SymbolResult result, string otherwise)
    {
        if (!holds)
            result.AddError(otherwise);
    }
}
