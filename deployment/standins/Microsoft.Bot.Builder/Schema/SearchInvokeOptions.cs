using Newtonsoft.Json;

namespace Microsoft.Bot.Schema;

/// <summary>Which part of a search's results is asked for.</summary>
public class SearchInvokeOptions
{
    [JsonProperty(PropertyName = "skip")]
    public int Skip { get; set; }

    [JsonProperty(PropertyName = "top")]
    public int Top { get; set; }
}
