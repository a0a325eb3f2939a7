using System.CommandLine;
using System.Globalization;
using DialClip.Experiments;
using DialClip.Experiments.Assignment;
using DialClip.Experiments.Events;
using DialClip.Shared.Blobs;
using DialClip.Shared.Erasure;
using DialClip.Training.Erasure;
using Microsoft.Extensions.Options;

namespace DialClip.Training.Commands;

/// <summary>The verb <c>forget</c>: erases a user or a conversation from files of hosts, which may run.</summary>
internal static class ForgetCommand
{
    private const string FromInput = "-";
    private const int RaterDigits = 16;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(0.2);
    private static readonly TimeSpan MaxRetryDelay = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(30);

    private delegate Task<(List<UserErasure.Finding> Findings, List<string> Unread)> EraseAll(
        string prefix,
        RecordErasure erase,
        CancellationToken cancellationToken
    );

    public static Command Create(TextWriter output, TextReader input)
    {
        var channel = new Option<string>("--channel")
        {
            Description = "The channel's id, such as sms.",
            Required = true,
        };
        var user = new Option<string?>("--user")
        {
            Description = "The user's id on the channel; - reads it from standard input, past the shell's history.",
        };
        var conversation = new Option<string?>("--conversation")
        {
            Description = "The conversation's id on the channel, or -.",
        };
        var state = new Option<string?>("--state")
        {
            Description = "The folder of the host's file storage, the setting DialClip:Storage:Path.",
        };
        var container = new Option<string?>("--container")
        {
            Description =
                "The container of the hosts' records, the setting DialClip:Storage:Container: its https address, or "
                + "its name with a connection string.",
        };
        var connection = new Option<string>("--connection-variable")
        {
            Description = "The environment variable that holds the connection string.",
            DefaultValueFactory = _ => "AZURE_STORAGE_CONNECTION_STRING",
        };
        var log = new Option<string?>("--log")
        {
            Description = "The experiment log, the setting DialClip:Experiments:Log.",
        };
        var key = new Option<string>("--key-variable")
        {
            Description =
                "The environment variable that holds the hosts' DialClip:Experiments:UnitKey, if they have one.",
            DefaultValueFactory = _ => "DialClip__Experiments__UnitKey",
        };
        var command = new Command(
            "forget",
            "Erases a user or a conversation from files or blobs and an experiment log, and says what was erased.\n"
                + "Other storages: IConversationEraser in the host.\n"
                + "Example: dialclip forget --channel sms --user - --state artifacts/run/state"
        )
        {
            channel,
            user,
            conversation,
            state,
            container,
            connection,
            log,
            key,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(user) is null == result.GetValue(conversation) is null)
                result.AddError("Name whom to forget: either --user ID or --conversation ID.");
            if (result.GetValue(state) is not null && result.GetValue(container) is not null)
                result.AddError("Name one storage: --state FOLDER or --container CONTAINER.");
            if (result.GetValue(state) is null && result.GetValue(container) is null && result.GetValue(log) is null)
                result.AddError("Name where: --state FOLDER or --container CONTAINER, --log LOG, or both.");
        });
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var channelId = parsed.GetValue(channel)!;
                var id = (parsed.GetValue(user) ?? parsed.GetValue(conversation))!;
                if (id == FromInput)
                    id = (await input.ReadLineAsync(cancellationToken).ConfigureAwait(false))?.Trim() ?? "";
                if (id.Length == 0)
                    throw new InvalidDataException("The id is empty; expected one, or a line of standard input.");
                var options = Options.Create(
                    new ExperimentOptions { UnitKey = Environment.GetEnvironmentVariable(parsed.GetValue(key)!) ?? "" }
                );
                var isUser = parsed.GetValue(user) is not null;
                var unit = new UnitHasher(options).Hash(new(isUser ? "user" : "conversation", $"{channelId}\n{id}"));
                var impressions = new List<string>();
                if (
                    Open(
                        parsed.GetValue(state),
                        parsed.GetValue(container),
                        Environment.GetEnvironmentVariable(parsed.GetValue(connection)!)
                    ) is
                    { } eraseAll
                )
                    await output
                        .WriteLineAsync(
                            await EraseRecordsAsync(
                                    eraseAll,
                                    isUser ? RecordKeys.GetPrefix(channelId) : RecordKeys.Get(channelId, id),
                                    isUser ? unit[..RaterDigits] : null,
                                    impressions,
                                    cancellationToken
                                )
                                .ConfigureAwait(false)
                        )
                        .ConfigureAwait(false);
                if (parsed.GetValue(log) is { } path)
                {
                    string[] hashes = isUser ? [unit, unit[..RaterDigits]] : [unit];
                    var erased = ExperimentLogErasure.Erase(path, hashes, impressions, cancellationToken);
                    var files = ExperimentLogFiles.Find(path).Count;
                    await output
                        .WriteLineAsync(
                            string.Create(CultureInfo.InvariantCulture, $"events {erased} of {files} files")
                        )
                        .ConfigureAwait(false);
                }
                return ExitCode.Success;
            }
        );
        return command;
    }

    private static EraseAll? Open(string? folder, string? container, string? connectionString)
    {
        if (folder is not null)
            return new RecordFolder(Path.GetFullPath(folder), TimeProvider.System).EraseAsync;
        if (container is null)
            return null;
        if (connectionString is null && !Uri.TryCreate(container, UriKind.Absolute, out _))
            throw new InvalidDataException(
                $"The container '{container}' is no address; expected one, or a connection string in the environment "
                    + "variable that --connection-variable names."
            );
        var blobs = new BlobConnection(
            container,
            connectionString,
            Retries: 3,
            RetryDelay,
            MaxRetryDelay,
            AttemptTimeout
        );
        return new RecordContainer(blobs, TimeProvider.System).EraseAsync;
    }

    private static async Task<string> EraseRecordsAsync(
        EraseAll eraseAll,
        string prefix,
        string? user,
        List<string> impressions,
        CancellationToken cancellationToken
    )
    {
        var (findings, unread) = await eraseAll(prefix, Erase, cancellationToken).ConfigureAwait(false);
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"records removed {Count(UserErasure.Finding.Whole)}, changed {Count(UserErasure.Finding.Part)}, "
                + $"without names of speakers {Count(UserErasure.Finding.Unattributed)}"
        );
        return unread.Count == 0 ? text : $"{text}; could not be read: {string.Join(", ", unread)}";

        int Count(UserErasure.Finding finding) => findings.Count(each => each == finding);

        (UserErasure.Finding, string, IReadOnlyList<string?>?) Erase(string json, IReadOnlyList<string?>? features)
        {
            if (user is not null)
                return UserErasure.Remove(json, features, user);
            impressions.AddRange(UserErasure.GetImpressions(json));
            return (UserErasure.Finding.Whole, json, features);
        }
    }
}
