namespace Microsoft.Rest;

/// <summary>Puts an identity onto requests; the stand-in has only the empty one.</summary>
public abstract class ServiceClientCredentials
{
    public virtual Task ProcessHttpRequestAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.CompletedTask;
}
