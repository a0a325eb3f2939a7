using System.CommandLine;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using DialClip.Encoders;
using DialClip.Encoders.Imaging;
using DialClip.Model;
using DialClip.Model.Dialog;
using DialClip.Model.Indexing;

namespace DialClip.Training.Commands;

/// <summary>The verb <c>ask</c>: answers a turn of the command line.</summary>
internal static class AskCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Command Create(TextWriter output)
    {
        var options = new StoreOptions();
        var text = new Argument<string?>("TEXT")
        {
            Description = "The text of the user.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var image = new Option<FileInfo?>("--image") { Description = "A picture of the user." };
        var top = new Option<int>("--top")
        {
            Description = "Number of candidates of each modality to print, 1 to 1000.",
            DefaultValueFactory = _ => 10,
        };
        top.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is var count and (< 1 or > 1000))
                result.AddError($"--top is {count}, expected 1 to 1000.");
        });
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command(
            "ask",
            "Answers a turn: the decision, its reason and the best candidates.\n"
                + "Example: dialclip ask \"I just got the promotion!\" --top 5"
        )
        {
            text,
            image,
            top,
            json,
        };
        options.AddTo(command);
        command.Validators.Add(result =>
        {
            if (string.IsNullOrWhiteSpace(result.GetValue(text)) && result.GetValue(image) is null)
                result.AddError("A turn needs a TEXT, an --image FILE, or both.");
        });
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var picture = parsed.GetValue(image) is { } file
                    ? await ReadAsync(file, cancellationToken).ConfigureAwait(false)
                    : null;
                using var source = await options.OpenAsync(parsed, cancellationToken).ConfigureAwait(false);
                using var lease = source.Acquire();
                using var retriever = new DialClipRetriever();
                var head = lease.Model.Default;
                var context = DialogContext.FromMessages([], parsed.GetValue(text), picture, Speaker.User);
                var result = await retriever
                    .RetrieveAsync(context, head, parsed.GetValue(top), cancellationToken)
                    .ConfigureAwait(false);
                var decision = ReplyPolicy.Decide(result, head.Head.Properties.Thresholds, new HashSet<string>());
                await output
                    .WriteLineAsync(parsed.GetValue(json) ? ToJson(result, decision) : ToText(result, decision))
                    .ConfigureAwait(false);
                return ExitCode.Success;
            }
        );
        return command;
    }

    private static async Task<RgbImage> ReadAsync(FileInfo file, CancellationToken cancellationToken)
    {
        try
        {
            return ImageDecoder.Decode(
                await File.ReadAllBytesAsync(file.FullName, cancellationToken).ConfigureAwait(false),
                limits: null,
                cancellationToken
            );
        }
        catch (ImageFormatException error)
        {
            throw new InvalidDataException($"'{file}' is not a usable picture: {error.Message}", error);
        }
    }

    private static string ToText(RetrievalResult result, ReplyDecision decision)
    {
        static string FormatCandidate(ScoredCandidate candidate) =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"  {candidate.Score, 6:F3}  "
                    + $"{candidate.Confidence?.ToString("F2", CultureInfo.InvariantCulture) ?? "-", 4}  "
                    + $"{candidate.Item.Id, -16}  {candidate.Item.Name}"
            );
        string[] lines =
        [
            $"{decision.Kind}: {decision.Candidate?.Item.Name ?? "-"} ({decision.Reason})",
            string.Create(
                CultureInfo.InvariantCulture,
                $"intent: picture {result.Intent.Picture:F3}, text {result.Intent.Text:F3}, "
                    + $"silence {result.Intent.Silence:F3}"
            ),
            "pictures:",
            .. result.Pictures.Select(FormatCandidate),
            "texts:",
            .. result.Texts.Select(FormatCandidate),
        ];
        return string.Join('\n', lines);
    }

    private static string ToJson(RetrievalResult result, ReplyDecision decision)
    {
        static object Item(ScoredCandidate candidate) =>
            new
            {
                candidate.Item.Id,
                candidate.Item.Name,
                candidate.Score,
                candidate.Confidence,
            };
        return JsonSerializer.Serialize(
            new
            {
                Decision = decision.Kind.ToString().ToLowerInvariant(),
                decision.Reason,
                Reply = decision.Candidate is { } reply ? Item(reply) : null,
                result.Intent,
                Pictures = result.Pictures.Select(Item),
                Texts = result.Texts.Select(Item),
                Head = new { Name = result.HeadName, Digest = result.HeadDigest },
                Catalog = result.CatalogDigest,
            },
            Json
        );
    }
}
