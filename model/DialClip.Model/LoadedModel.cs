using DialClip.Model.Encoding;
using DialClip.Model.Indexing;

namespace DialClip.Model;

/// <summary>One backbone with its heads, all opened and checked against each other.</summary>
public sealed class LoadedModel : IDisposable
{
    internal LoadedModel(string identity, Backbone backbone, Catalog catalog, IReadOnlyDictionary<string, LoadedHead> heads, LoadedHead first)
    {
        (Identity, Backbone, Catalog, Heads, Default) = (identity, backbone, catalog, heads, first);
    }

    /// <summary>Gets the towers, which all heads share.</summary>
    public Backbone Backbone { get; }

    /// <summary>Gets the items to answer with.</summary>
    public Catalog Catalog { get; }

    /// <summary>Gets the heads by their reference in the settings, such as 'models/stickers'.</summary>
    public IReadOnlyDictionary<string, LoadedHead> Heads { get; }

    /// <summary>Gets the head that is named first in the settings.</summary>
    public LoadedHead Default { get; }

    /// <summary>Gets what tells this model from others: the digests of all that it was opened from.</summary>
    internal string Identity { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var head in Heads.Values.Distinct())
            head.Head.Dispose();
        Backbone.Dispose();
    }
}
