namespace Microsoft.Bot.Schema;

/// <summary>The values of <see cref="Error.Code"/>.</summary>
public class ErrorCodes
{
    public const string ServiceError = "ServiceError";

    public const string BadArgument = "BadArgument";

    public const string BadSyntax = "BadSyntax";

    public const string MissingProperty = "MissingProperty";

    public const string MessageSizeTooBig = "MessageSizeTooBig";
}
