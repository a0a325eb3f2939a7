using Azure;
using Azure.Identity;
using Azure.Storage.Blobs.Models;
using DialClip.Shared.Blobs;

namespace DialClip.Bot.Storage.Blobs;

/// <summary>Explanation of failed requests, without the service's own long text and without secrets.</summary>
internal static class BlobErrors
{
    /// <summary>Determines whether the service refused a write because of its condition.</summary>
    public static bool IsConflict(Exception error) =>
        HasCode(error, BlobErrorCode.ConditionNotMet) || HasCode(error, BlobErrorCode.BlobAlreadyExists);

    /// <summary>Determines whether the container does not exist yet.</summary>
    public static bool IsContainerMissing(Exception error) => HasCode(error, BlobErrorCode.ContainerNotFound);

    /// <summary>Creates the error to throw instead; null where the error is not one of the service.</summary>
    public static IOException? Explain(Exception error, string location) =>
        error switch
        {
            RequestFailedException { Status: 401 or 403 } refused => new(
                $"The service refused access to {location} ({BlobResilience.GetCode(refused)}). "
                    + "Give this process's identity or key the role 'Storage Blob Data Contributor'.",
                error
            ),
            AuthenticationFailedException => new(
                $"No Azure identity could be used for {location}. Set a 'ConnectionString', "
                    + "use an address with a SAS, or sign in (managed identity, environment or 'az login').",
                error
            ),
            _ when BlobResilience.IsTransient(error) => new(
                $"The service could not be reached for {location} after every retry ({BlobResilience.GetCode(error)}). "
                    + "Check the address and the network.",
                error
            ),
            RequestFailedException other => new(
                $"The service refused the request for {location} ({BlobResilience.GetCode(other)}). "
                    + "Check the container's address in the settings.",
                error
            ),
            _ => null,
        };

    // An answer that is not the service's own, such as a proxy's, has no code.
    private static bool HasCode(Exception error, BlobErrorCode code) =>
        error is RequestFailedException { ErrorCode: { } errorCode } && code == errorCode;
}
