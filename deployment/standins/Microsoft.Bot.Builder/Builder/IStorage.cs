namespace Microsoft.Bot.Builder;

/// <summary>Keeps objects by key beyond a turn.</summary>
public interface IStorage
{
    /// <summary>Reads what is there of the keys.</summary>
    Task<IDictionary<string, object>> ReadAsync(string[] keys, CancellationToken cancellationToken = default);

    /// <summary>Writes objects; an <see cref="IStoreItem"/> only if its tag is still the stored one's.</summary>
    Task WriteAsync(IDictionary<string, object> changes, CancellationToken cancellationToken = default);

    /// <summary>Deletes what is there of the keys.</summary>
    Task DeleteAsync(string[] keys, CancellationToken cancellationToken = default);
}
