using Microsoft.Rest;

namespace Microsoft.Bot.Schema;

/// <summary>A connector's error answer.</summary>
public class ErrorResponseException : RestException
{
    public ErrorResponseException()
    {
    }

    public ErrorResponseException(string message)
        : this(message, null)
    {
    }

    public ErrorResponseException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public HttpRequestMessageWrapper Request { get; set; }

    public HttpResponseMessageWrapper Response { get; set; }

    /// <summary>Gets or sets what the connector said, or null where it said nothing that can be read.</summary>
    public ErrorResponse Body { get; set; }
}
