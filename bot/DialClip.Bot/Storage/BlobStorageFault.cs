using Azure;
using Azure.Identity;
using Azure.Storage.Blobs.Models;
using DialClip.Shared.Blobs;

namespace DialClip.Bot.Storage;

/// <summary>Says what a failed request for state means, without the service's own long text and without secrets.</summary>
internal static class BlobStorageFault
{
    /// <summary>Gets whether the service refused a write because of its condition.</summary>
    public static bool IsConflict(Exception error) =>
        Is(error, BlobErrorCode.ConditionNotMet) || Is(error, BlobErrorCode.BlobAlreadyExists);

    /// <summary>Gets whether there is no container yet.</summary>
    public static bool IsContainerMissing(Exception error) => Is(error, BlobErrorCode.ContainerNotFound);

    /// <summary>Gets the error to throw instead, or null where the error is none of the service's.</summary>
    public static IOException? Explain(Exception error, string place) =>
        error switch
        {
            RequestFailedException { Status: 401 or 403 } refused => new(
                $"The service refused access to {place} ({Code(refused)}). Give this process's identity or key the role 'Storage Blob Data Contributor'.",
                error
            ),
            AuthenticationFailedException => new(
                $"No Azure identity could be used for {place}. Set 'DialClip:Storage:ConnectionString', use an address with a SAS, or sign in (managed identity, environment or 'az login').",
                error
            ),
            _ when BlobResilience.IsTransient(error) => new(
                $"The service could not be reached for {place} after every retry ({Code(error)}). "
                    + "Check the address and the network.",
                error
            ),
            RequestFailedException other => new(
                $"The service refused the request for {place} ({Code(other)}). Check the container's address in the settings.",
                error
            ),
            _ => null,
        };

    // An answer that is not the service's own, such as a proxy's, has no code.
    private static bool Is(Exception error, BlobErrorCode code) =>
        error is RequestFailedException { ErrorCode: { } found } && code == found;

    private static string Code(Exception error) =>
        error switch
        {
            RequestFailedException { Status: > 0 } request => $"status {request.Status} {request.ErrorCode}".TrimEnd(),
            _ => error.GetType().Name,
        };
}
