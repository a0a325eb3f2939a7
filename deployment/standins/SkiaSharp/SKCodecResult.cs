namespace SkiaSharp;

/// <summary>How decoding went.</summary>
public enum SKCodecResult
{
    Success = 0,

    /// <summary>The data end early; what was there is decoded.</summary>
    IncompleteInput = 1,

    /// <summary>The data are damaged; what came before the damage is decoded.</summary>
    ErrorInInput = 2,

    /// <summary>The picture cannot be had in the pixels asked for.</summary>
    InvalidConversion = 3,

    /// <summary>The picture cannot be had in the size asked for.</summary>
    InvalidScale = 4,
    InvalidParameters = 5,

    /// <summary>The data are no picture.</summary>
    InvalidInput = 6,
    CouldNotRewind = 7,
    InternalError = 8,

    /// <summary>The picture is of a kind that is not decoded.</summary>
    Unimplemented = 9,
}
