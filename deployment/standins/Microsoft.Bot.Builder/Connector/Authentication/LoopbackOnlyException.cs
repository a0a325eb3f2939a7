namespace Microsoft.Bot.Connector.Authentication;

/// <summary>A refusal of the stand-in, whose text may be told to the caller.</summary>
internal sealed class LoopbackOnlyException(string message) : UnauthorizedAccessException(message);
