using DialClip.Model.Dialog;

namespace DialClip.Bot.Replies;

/// <summary>The model as the plugin sees it.</summary>
internal interface IResponseModel
{
    /// <summary>Finds what could be answered.</summary>
    /// <exception cref="InvalidOperationException">No model is loaded.</exception>
    Task<ModelAnswer> RetrieveAsync(ModelQuestion question, CancellationToken cancellationToken);

    /// <summary>Gives turns their features, and takes their pixels away.</summary>
    /// <param name="turns">The turns; a picture that the bot sent has no pixels, but the id of an item.</param>
    /// <param name="catalog">The catalog that such ids are from; null for the default one.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="InvalidOperationException">No model is loaded.</exception>
    Task<IReadOnlyList<DialogTurn>> EncodeAsync(
        IReadOnlyList<DialogTurn> turns,
        string? catalog,
        CancellationToken cancellationToken
    );

    /// <summary>Tells whether a catalog is loaded.</summary>
    bool HasCatalog(string catalog);
}
