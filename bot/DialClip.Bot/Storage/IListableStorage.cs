using Microsoft.Bot.Builder;

namespace DialClip.Bot.Storage;

/// <summary>
/// A storage that can list what it holds: the plugin removes from it what is too old, and finds what is stored of a
/// user. Any <see cref="IStorage"/> may implement it.
/// </summary>
public interface IListableStorage : IStorage
{
    /// <summary>Lists what is stored, in any order; what is written or deleted meanwhile may be missing.</summary>
    /// <param name="prefix">What the keys begin with.</param>
    /// <param name="writtenBefore">The time before which a value was written last; null for any time.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    IAsyncEnumerable<StoredEntry> ListAsync(
        string prefix,
        DateTimeOffset? writtenBefore,
        CancellationToken cancellationToken
    );

    /// <summary>Deletes a value that is still the one that was listed.</summary>
    /// <param name="entry">The entry of the listing.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>Whether it was deleted; false where it was written again, or is gone.</returns>
    Task<bool> TryDeleteAsync(StoredEntry entry, CancellationToken cancellationToken);
}
