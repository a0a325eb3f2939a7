using DialClip.Bot.MessageExtensions;
using DialClip.Bot.State;
using DialClip.Encoders.Imaging;
using DialClip.Model;
using DialClip.Model.Dialog;
using DialClip.Model.Indexing;

namespace DialClip.Bot.Replies;

/// <summary>The retrieval model as turns use it.</summary>
internal interface IResponseModel
{
    /// <summary>Gets whether a model is loaded, so that the plugin can answer at all.</summary>
    bool IsReady { get; }

    /// <summary>Loads the model where no host does so.</summary>
    /// <returns>Whether a model is loaded.</returns>
    ValueTask<bool> TryLoadAsync(CancellationToken cancellationToken) => new(IsReady);

    /// <summary>Retrieves the candidates for a reply.</summary>
    /// <returns>The result; and whether another head was asked for, which is not loaded.</returns>
    /// <exception cref="InvalidOperationException">No model is loaded.</exception>
    Task<(RetrievalResult Result, bool IsHeadMissing)> RetrieveAsync(
        Request request,
        CancellationToken cancellationToken
    );

    /// <summary>Searches the request's catalog, or all where it names none.</summary>
    /// <param name="request">The typed text with the history; at most its number of items is found.</param>
    /// <param name="byName">Whether items whose names or keywords begin with the typed words come first.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>The items, best first, each once.</returns>
    /// <exception cref="InvalidOperationException">No model is loaded.</exception>
    Task<IReadOnlyList<FoundItem>> SearchAsync(Request request, bool byName, CancellationToken cancellationToken);

    /// <summary>Encodes turns: adds their features and removes their pixels.</summary>
    /// <param name="turns">The turns; a picture that the bot sent has no pixels, but the id of an item.</param>
    /// <param name="catalog">The reference of the catalog that such ids are from; null for the default one.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="InvalidOperationException">No model is loaded.</exception>
    Task<IReadOnlyList<DialogTurn>> EncodeAsync(
        IReadOnlyList<DialogTurn> turns,
        string? catalog,
        CancellationToken cancellationToken
    );

    /// <summary>Determines whether a catalog is loaded.</summary>
    bool HasCatalog(string catalog);

    /// <summary>A message with its history.</summary>
    /// <param name="History">The turns before the message, oldest first.</param>
    /// <param name="Text">The message's text; null where there is none.</param>
    /// <param name="Picture">The message's picture; null where there is none, but not without a text.</param>
    /// <param name="Head">The head's reference in the settings; null for the default one.</param>
    /// <param name="Catalog">The catalog's reference in the settings; null for the default one.</param>
    /// <param name="Admits">Determines whether an item may be sent; null admits all.</param>
    /// <param name="Top">The most candidates of each modality.</param>
    internal sealed record Request(
        IReadOnlyList<StoredTurn> History,
        string? Text,
        RgbImage? Picture,
        string? Head,
        string? Catalog,
        Func<CatalogItem, bool>? Admits,
        int Top
    );
}
