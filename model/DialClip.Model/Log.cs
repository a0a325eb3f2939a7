using Microsoft.Extensions.Logging;

namespace DialClip.Model;

/// <summary>The log messages of the model.</summary>
internal static partial class Log
{
    [LoggerMessage(
        121,
        LogLevel.Warning,
        "A picture turn (catalog id '{PictureId}') was left out of the context: it has no pixels and no "
            + "feature of backbone '{BackboneDigest}'."
    )]
    public static partial void PictureTurnLeftOut(this ILogger logger, string pictureId, string backboneDigest);

    [LoggerMessage(
        122,
        LogLevel.Information,
        "Loaded backbone '{BackboneDigest}' with a catalog of {Items} items and heads: {Heads}."
    )]
    public static partial void ModelLoaded(this ILogger logger, string backboneDigest, int items, string heads);

    [LoggerMessage(123, LogLevel.Error, "The model could not be loaded. {Consequence} {Cause}")]
    public static partial void ModelNotLoaded(this ILogger logger, string consequence, string cause);

    [LoggerMessage(110, LogLevel.Information, "A conversation may choose among {Count} catalogs: {Catalogs}.")]
    public static partial void CatalogsToChoose(this ILogger logger, int count, string catalogs);
}
