using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Microsoft.Bot.Schema;

/// <summary>A file, by its address, or a card, by its content.</summary>
public class Attachment
{
    private object content;

    public Attachment()
    {
    }

    public Attachment(string contentType = default, string contentUrl = default, object content = default, string name = default, string thumbnailUrl = default)
    {
        ContentType = contentType;
        ContentUrl = contentUrl;
        Content = content;
        Name = name;
        ThumbnailUrl = thumbnailUrl;
    }

    [JsonProperty(PropertyName = "contentType")]
    public string ContentType { get; set; }

    [JsonProperty(PropertyName = "contentUrl")]
    public string ContentUrl { get; set; }

    /// <summary>Gets or sets the card; a stream is refused, because only the real package gives one a form in JSON.</summary>
    [JsonProperty(PropertyName = "content")]
    public object Content
    {
        get => content;
        set => content = value is Stream
            ? throw StandIn.Lacks("a stream as the content of an attachment", "Microsoft.Bot.Schema")
            : value;
    }

    [JsonProperty(PropertyName = "name")]
    public string Name { get; set; }

    /// <summary>Gets or sets the JSON properties that this type does not name; they survive a round trip.</summary>
    [JsonExtensionData(ReadData = true, WriteData = true)]
    public JObject Properties { get; set; } = new JObject();

    [JsonProperty(PropertyName = "thumbnailUrl")]
    public string ThumbnailUrl { get; set; }
}
