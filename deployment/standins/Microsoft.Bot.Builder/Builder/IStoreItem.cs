namespace Microsoft.Bot.Builder;

/// <summary>An object whose storage notices that someone else wrote it meanwhile.</summary>
public interface IStoreItem
{
    /// <summary>Gets or sets the version as it was read; '*' writes over any.</summary>
    string ETag { get; set; }
}
