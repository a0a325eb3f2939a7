using Azure;
using Azure.Identity;
using DialClip.Shared.Blobs;

namespace DialClip.Artifacts.Stores;

/// <summary>
/// Translates the errors of a blob service into artifact exceptions, without the service's own text and without
/// secrets.
/// </summary>
internal static class BlobErrors
{
    /// <summary>Gets the exception to throw instead; null when the error is not the service's.</summary>
    public static ArtifactException? Explain(Exception error, string path, string store) =>
        error switch
        {
            RequestFailedException { Status: 404 } => new(
                ArtifactFailure.Missing,
                $"There is no '{path}' in {store}. Correct the path or the container in the settings, or "
                    + "publish what is missing.",
                error
            ),
            RequestFailedException { Status: 412 } => new(
                ArtifactFailure.Conflict,
                $"'{path}' in {store} changed while it was read, and what is published never changes. Publish "
                    + "it again under a new version.",
                error
            ),
            RequestFailedException { Status: 401 or 403 } refused => new(
                ArtifactFailure.Unavailable,
                $"{store} refused access to '{path}' ({BlobResilience.GetCode(refused)}). "
                    + "Give this process's identity or key the role 'Storage Blob Data Reader' (to publish: "
                    + "'Storage Blob Data Contributor').",
                error
            ),
            AuthenticationFailedException => new(
                ArtifactFailure.Unavailable,
                $"No Azure identity could be used for {store}. Set 'ConnectionString', use an address with a "
                    + "SAS, or sign in (managed identity, environment or 'az login').",
                error
            ),
            _ when BlobResilience.IsTransient(error) => new(
                ArtifactFailure.Unavailable,
                $"{store} could not be reached for '{path}' after every retry ({BlobResilience.GetCode(error)}). "
                    + "Check the address and the network, and start again.",
                error
            ),
            RequestFailedException other => new(
                ArtifactFailure.Unavailable,
                $"{store} refused the request for '{path}' ({BlobResilience.GetCode(other)}). "
                    + "Check the container's address in the settings.",
                error
            ),
            _ => null,
        };
}
