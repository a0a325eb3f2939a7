using System.ComponentModel.DataAnnotations;

namespace DialClip.LocalChat.DirectLine;

/// <summary>Options of the local Direct Line, which connects the chat page to the bot.</summary>
internal sealed class DirectLineOptions : IValidatableObject
{
    /// <summary>Gets or sets whether there is a local chat: Direct Line, connector and page.</summary>
    /// <value>The default is none: there is one in the environment 'Development' only.</value>
    public bool? Enabled { get; set; }

    /// <summary>The minimum length of a secret.</summary>
    private const int MinSecretLength = 32;

    /// <summary>Gets or sets the secret for which tokens are issued, of 32 characters or more.</summary>
    /// <value>The default is empty: tokens are issued to everyone, and the host listens on this machine only.</value>
    public string Secret { get; set; } = "";

    /// <summary>
    /// Gets or sets the other origins whose pages may use the Direct Line, such as https://www.example.com.
    /// </summary>
    /// <value>The default is none: only the host's own page.</value>
    public List<string> AllowedOrigins { get; set; } = [];

    /// <summary>Gets or sets the address of the bot.</summary>
    /// <value>The default is empty: this host's own /api/messages.</value>
    public string BotEndpoint { get; set; } = "";

    /// <summary>Gets or sets the lifetime of a token, within which it can be renewed.</summary>
    /// <value>The default is 30 minutes.</value>
    [Range(
        typeof(TimeSpan),
        "00:01:00",
        "1.00:00:00",
        ParseLimitsInInvariantCulture = true,
        ConvertValueInInvariantCulture = true
    )]
    public TimeSpan TokenLifetime { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>Gets or sets the longest lifetime of a conversation and of every token for it.</summary>
    /// <value>The default is 1 day.</value>
    [Range(
        typeof(TimeSpan),
        "00:01:00",
        "30.00:00:00",
        ParseLimitsInInvariantCulture = true,
        ConvertValueInInvariantCulture = true
    )]
    public TimeSpan ConversationLifetime { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Gets or sets the idle time after which a conversation without a stream is removed.</summary>
    /// <value>The default is 1 hour.</value>
    [Range(
        typeof(TimeSpan),
        "00:01:00",
        "7.00:00:00",
        ParseLimitsInInvariantCulture = true,
        ConvertValueInInvariantCulture = true
    )]
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromHours(1);

    /// <summary>
    /// Gets or sets the maximum number of conversations; beyond it one of the address with the most goes, first one in
    /// which nobody has said anything.
    /// </summary>
    /// <value>The default is 1000.</value>
    [Range(1, 100_000)]
    public int MaxConversations { get; set; } = 1000;

    /// <summary>
    /// Gets or sets the maximum number of conversations that one address opened; beyond it one of these goes, first one
    /// in which nobody has said anything.
    /// </summary>
    /// <value>The default is 250.</value>
    [Range(1, 100_000)]
    public int MaxConversationsPerAddress { get; set; } = 250;

    /// <summary>Gets or sets the maximum number of stored activities of a conversation.</summary>
    /// <value>The default is 500.</value>
    [Range(10, 10_000)]
    public int MaxActivities { get; set; } = 500;

    /// <summary>Gets or sets the maximum size of an activity, in bytes.</summary>
    /// <value>The default is 262144, 256 KiB.</value>
    [Range(1024, 1024 * 1024)]
    public int MaxActivityBytes { get; set; } = 256 * 1024;

    /// <summary>
    /// Gets or sets the maximum size of a conversation's activities, in bytes; the newest always stays.
    /// </summary>
    /// <value>The default is 2097152, 2 MiB.</value>
    [Range(1024, 64 * 1024 * 1024)]
    public int MaxConversationBytes { get; set; } = 2 * 1024 * 1024;

    /// <summary>Gets or sets the maximum size of all conversations' activities, in bytes.</summary>
    /// <value>The default is 268435456, 256 MiB.</value>
    [Range(1024 * 1024, int.MaxValue)]
    public int MaxHistoryBytesTotal { get; set; } = 256 * 1024 * 1024;

    /// <summary>
    /// Gets or sets the maximum number of open streams of a conversation; a newer one replaces the oldest.
    /// </summary>
    /// <value>The default is 4.</value>
    [Range(1, 64)]
    public int MaxStreams { get; set; } = 4;

    /// <summary>
    /// Gets or sets the maximum number of open streams of one address; a newer one replaces one of these, first that of
    /// a conversation in which nobody has said anything.
    /// </summary>
    /// <value>The default is 250.</value>
    [Range(1, 100_000)]
    public int MaxStreamsPerAddress { get; set; } = 250;

    /// <summary>
    /// Gets or sets the requests per second of one token, and of all callers of one address without one; bursts of four
    /// times as many are allowed.
    /// </summary>
    /// <value>The default is 30.</value>
    [Range(1, 100_000)]
    public int RequestsPerSecond { get; set; } = 30;

    /// <summary>
    /// Gets or sets the activities per second of one conversation; bursts of four times as many are allowed.
    /// </summary>
    /// <value>The default is 5.</value>
    [Range(1, 100_000)]
    public int MessagesPerSecond { get; set; } = 5;

    /// <summary>Gets or sets the maximum size of an uploaded file, in bytes.</summary>
    /// <value>The default is 8388608, 8 MiB.</value>
    [Range(1024, 64 * 1024 * 1024)]
    public int MaxUploadBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>
    /// Gets or sets the maximum size of a conversation's uploads, in bytes; the oldest are removed first.
    /// </summary>
    /// <value>The default is 33554432, 32 MiB.</value>
    [Range(1024, int.MaxValue)]
    public int MaxConversationUploadBytes { get; set; } = 32 * 1024 * 1024;

    /// <summary>Gets or sets the maximum size of all uploads, in bytes; the oldest are removed first.</summary>
    /// <value>The default is 134217728, 128 MiB.</value>
    [Range(1024, int.MaxValue)]
    public int MaxUploadBytesTotal { get; set; } = 128 * 1024 * 1024;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        // The value itself is a secret.
        if (Secret.Length is > 0 and < MinSecretLength)
            yield return new(
                $"has {Secret.Length} characters; expected {MinSecretLength} or more, "
                    + "such as 'openssl rand -hex 32' makes, or none.",
                [nameof(Secret)]
            );
        foreach (var origin in AllowedOrigins.Where(origin => !IsOrigin(origin)))
            yield return new(
                $"'{origin}' is no origin; expected scheme, host and, where it is not the scheme's own, port, "
                    + "such as https://www.example.com.",
                [nameof(AllowedOrigins)]
            );
        if (
            BotEndpoint.Length > 0
            && !(Uri.TryCreate(BotEndpoint, UriKind.Absolute, out var bot) && bot.Scheme is "http" or "https")
        )
            yield return new(
                $"'{BotEndpoint}' is no address of a bot; expected one such as http://127.0.0.1:3978/api/messages.",
                [nameof(BotEndpoint)]
            );
    }

    // As browsers write it: no path, no user, no '*'.
    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https"
        && uri.GetLeftPart(UriPartial.Authority) == text
        && uri.UserInfo.Length == 0;
}
