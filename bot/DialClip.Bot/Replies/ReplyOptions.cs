using System.ComponentModel.DataAnnotations;
using DialClip.Artifacts.Format;
using DialClip.Model.Indexing;

namespace DialClip.Bot.Replies;

/// <summary>The settings of replies: mode, layout, and the items that may be sent.</summary>
public sealed class ReplyOptions
{
    /// <summary>Gets or sets how far the plugin takes part.</summary>
    /// <value>The default is Fallback: the host bot speaks first.</value>
    public ReplyMode Mode { get; set; } = ReplyMode.Fallback;

    /// <summary>Gets or sets the layout of pictures.</summary>
    /// <value>The default is Picture.</value>
    public ReplyLayout Layout { get; set; } = ReplyLayout.Picture;

    /// <summary>Gets or sets the most pictures of a carousel.</summary>
    /// <value>The default is 4.</value>
    [Range(2, 10)]
    public int CarouselSize { get; set; } = 4;

    /// <summary>Gets or sets the settings that differ on a channel, by the channel's id, such as 'msteams'.</summary>
    /// <value>The default is empty.</value>
    public Dictionary<string, ChannelReplyOptions> Channels { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets or sets whether a message's channel data contains the reasons of the turn's result.</summary>
    /// <value>The default is none: only while the host's environment is Development.</value>
    public bool? ShowReasons { get; set; }

    /// <summary>
    /// Gets or sets what is done about a reply that a process was sending when it died, if its message is delivered
    /// again.
    /// </summary>
    /// <value>The default is SendAgain: nobody is left without a reply.</value>
    public UncertainReply WhenUncertain { get; set; } = UncertainReply.SendAgain;

    /// <summary>Gets or sets the number of last replies that are not repeated.</summary>
    /// <value>The default is 3.</value>
    [Range(0, 16)]
    public int NoRepeat { get; set; } = 3;

    /// <summary>Gets or sets the number of candidates of each modality that are retrieved.</summary>
    /// <value>The default is 10.</value>
    [Range(1, 100)]
    public int Top { get; set; } = 10;

    /// <summary>Gets or sets the minimum confidence of an answer, a probability, instead of the head's own.</summary>
    /// <value>The default is none: the head's own, which its makers chose on dialogs.</value>
    [Range(0.0, 1.0)]
    public double? MinConfidence { get; set; }

    /// <summary>
    /// Gets or sets the probability of silence from which on the plugin is silent, instead of the head's own.
    /// </summary>
    /// <value>The default is none: the head's own.</value>
    [Range(0.0, 1.0)]
    public double? SilenceProbability { get; set; }

    /// <summary>Gets or sets the minimum cosine of a picture, instead of the head's own.</summary>
    /// <value>The default is none: the head's own.</value>
    [Range(-1.0, 1.0)]
    public double? MinScorePicture { get; set; }

    /// <summary>Gets or sets the minimum cosine of a text, instead of the head's own.</summary>
    /// <value>The default is none: the head's own.</value>
    [Range(-1.0, 1.0)]
    public double? MinScoreText { get; set; }

    /// <summary>
    /// Gets or sets the margin of cosine by which the best has to exceed the next of its kind, instead of the head's
    /// own.
    /// </summary>
    /// <value>The default is none: the head's own.</value>
    [Range(0.0, 2.0)]
    public double? MinMargin { get; set; }

    /// <summary>
    /// Gets or sets the margin by which a text has to exceed the best picture to be sent instead, of confidence where
    /// both are known and otherwise of cosine, instead of the head's own.
    /// </summary>
    /// <value>The default is none: the head's own.</value>
    [Range(-2.0, 2.0)]
    public double? TextMargin { get; set; }

    /// <summary>
    /// Gets or sets the bytes per token below which a text is unlike what the backbone was trained on and is met with
    /// silence, instead of the head's own.
    /// </summary>
    /// <value>The default is none: the head's own.</value>
    [Range(0.0, 16.0)]
    public double? MinBytesPerToken { get; set; }

    /// <summary>
    /// Gets or sets the allowed values of catalog tags, by the tag's name: an item that has the tag is sent only when
    /// it has one of them.
    /// </summary>
    /// <value>The default is empty: no tag keeps an item from being sent.</value>
    public Dictionary<string, List<string>> Tags { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Gets or sets whether items that are tagged with locales are sent only to messages in one of these.
    /// </summary>
    /// <value>The default is true.</value>
    public bool MatchLocale { get; set; } = true;

    /// <summary>Gets the mode on a channel.</summary>
    /// <param name="channel">The channel's id; null for the mode of all channels.</param>
    internal ReplyMode GetMode(string? channel) => Find(channel)?.Mode ?? Mode;

    /// <summary>Gets the layout on a channel.</summary>
    /// <param name="channel">The channel's id; null for the layout of all channels.</param>
    internal ReplyLayout GetLayout(string? channel) => Find(channel)?.Layout ?? Layout;

    /// <summary>Gets what is done about an uncertain reply on a channel.</summary>
    /// <param name="channel">The channel's id; null for all channels.</param>
    internal UncertainReply GetWhenUncertain(string? channel) => Find(channel)?.WhenUncertain ?? WhenUncertain;

    /// <summary>Gets a head's thresholds, replaced where these settings name one.</summary>
    internal PolicyThresholds ApplyTo(PolicyThresholds thresholds) =>
        thresholds with
        {
            MinConfidence = MinConfidence ?? thresholds.MinConfidence,
            SilenceProbability = SilenceProbability ?? thresholds.SilenceProbability,
            MinScorePicture = MinScorePicture ?? thresholds.MinScorePicture,
            MinScoreText = MinScoreText ?? thresholds.MinScoreText,
            MinMargin = MinMargin ?? thresholds.MinMargin,
            TextMargin = TextMargin ?? thresholds.TextMargin,
            MinBytesPerToken = MinBytesPerToken ?? thresholds.MinBytesPerToken,
        };

    /// <summary>Creates the rule of the tags for a message.</summary>
    /// <param name="locale">The message's locale; null where it names none.</param>
    /// <returns>The rule; null where every item is admitted.</returns>
    internal Func<CatalogItem, bool>? CreateFilter(string? locale)
    {
        var filter = new TagFilter(
            Tags.ToDictionary(
                tag => tag.Key,
                tag => (IReadOnlyList<string>)tag.Value,
                StringComparer.OrdinalIgnoreCase
            ),
            MatchLocale
        );
        return filter.AdmitsAll ? null : item => filter.Admits(item, locale);
    }

    private ChannelReplyOptions? Find(string? channel) => channel is null ? null : Channels.GetValueOrDefault(channel);
}
