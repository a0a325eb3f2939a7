using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;

namespace DialClip.Benchmarks.Soak;

/// <summary>A conversation with texts, pictures, edits, likes, duplicates and malformed pictures.</summary>
internal sealed class SoakConversation(
    HttpClient bot,
    SoakChannel channel,
    SoakStatistics statistics,
    int number,
    IReadOnlyList<string> sentences,
    IReadOnlyList<string> pictures
)
{
    private readonly Random random = new(number);
    private readonly string id = $"soak-{number}";
    private int turn;

    /// <summary>Sends the next message, and records the replies.</summary>
    public async Task SendNextAsync(CancellationToken cancellationToken)
    {
        var message = $"{id}-{turn++}";
        var text =
            random.Next(20) == 0 ? new string('x', 100_000) : $"{sentences[random.Next(sentences.Count)]} ({turn})";
        object[]? attachments = random.Next(8) switch
        {
            0 =>
            [
                new
                {
                    contentType = "image/png",
                    contentUrl = "data:image/png;base64," + pictures[random.Next(pictures.Count)],
                },
            ],
            1 =>
            [
                new
                {
                    contentType = "image/png",
                    contentUrl = "data:image/png;base64," + Convert.ToBase64String(CreateMalformedPicture()),
                },
                new { contentType = "image/jpeg", contentUrl = "http://169.254.169.254/latest" },
            ],
            _ => null,
        };
        var activity = CreateActivity("message", message, new { text, attachments });
        var started = Stopwatch.GetTimestamp();
        await PostAsync(activity, cancellationToken);
        statistics.RecordDuration(Stopwatch.GetElapsedTime(started));
        var replies = channel.TakeReplies(message);
        statistics.RecordMessage(id, replies);
        if (random.Next(10) == 0)
        {
            await PostAsync(activity, cancellationToken);
            statistics.RecordDuplicate(channel.TakeReplies(message).Count);
        }
        if (random.Next(10) == 0)
            await PostAsync(
                CreateActivity("messageUpdate", message, new { text = "edited " + turn }),
                cancellationToken
            );
        if (GetImpression(replies) is { } impression && random.Next(4) == 0)
            for (var time = 0; time < 2; time++)
                await PostAsync(
                    CreateActivity("event", $"{message}-like-{time}", CreateLike(impression)),
                    cancellationToken
                );
    }

    private static object CreateLike(string impression) =>
        new
        {
            name = "webchat:activity-status/feedback",
            entities = new[]
            {
                new
                {
                    type = "https://schema.org/LikeAction",
                    target = new { urlTemplate = $"ms-directline://postback?interaction=like&imp={impression}" },
                },
            },
        };

    private static string? GetImpression(IReadOnlyList<JsonElement> replies) =>
        replies.Count > 0
        && replies[0].TryGetProperty("channelData", out var data)
        && data.ValueKind == JsonValueKind.Object
        && data.TryGetProperty("dialclip", out var part)
            ? part.GetProperty("impression").GetString()
            : null;

    private byte[] CreateMalformedPicture()
    {
        var bytes = Convert.FromBase64String(pictures[0]);
        for (var change = 0; change < 8; change++)
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        return bytes[..random.Next(20, bytes.Length)];
    }

    private Dictionary<string, object?> CreateActivity(string type, string message, object properties)
    {
        var activity = new Dictionary<string, object?>
        {
            ["type"] = type,
            ["id"] = message,
            ["channelId"] = "webchat",
            ["serviceUrl"] = channel.ServiceUrl,
            ["from"] = new { id = "user-" + number },
            ["recipient"] = new { id = "bot" },
            ["conversation"] = new { id },
            ["timestamp"] = DateTimeOffset.UnixEpoch,
        };
        foreach (var property in properties.GetType().GetProperties())
            activity[property.Name] = property.GetValue(properties);
        return activity;
    }

    private async Task PostAsync(Dictionary<string, object?> activity, CancellationToken cancellationToken)
    {
        using var response = await bot.PostAsJsonAsync("api/messages", activity, cancellationToken);
        statistics.RecordStatus((int)response.StatusCode);
    }
}
