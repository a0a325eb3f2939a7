namespace Microsoft.Rest;

/// <summary>A REST call's request and response, with the body read.</summary>
public class HttpOperationResponse<T> : HttpOperationResponse
{
    public T Body { get; set; }
}
