using System.ComponentModel.DataAnnotations;
using Azure.Storage.Blobs;

namespace DialClip.Shared.Blobs;

/// <summary>Validation of the settings that name a blob container.</summary>
internal static class BlobContainerSettings
{
    private const string Container = "Container";
    private const string ConnectionString = "ConnectionString";

    /// <summary>Validates the container's address, or its name together with a connection string.</summary>
    public static IEnumerable<ValidationResult> Validate(string? container, string? connectionString)
    {
        var isAddress =
            Uri.TryCreate(container, UriKind.Absolute, out var address) && address.Scheme is "https" or "http";
        if (string.IsNullOrWhiteSpace(container))
            yield return new(
                "'Container' is empty; expected the container's https address, or its name together with "
                    + "'ConnectionString'.",
                [Container]
            );
        else if (connectionString is null && !isAddress)
            yield return new(
                $"'Container' is '{container}', expected an https address, because no 'ConnectionString' is set.",
                [Container]
            );
        else if (connectionString is not null && isAddress)
            yield return new(
                "'Container' is an address, expected a container's name, because a 'ConnectionString' is set.",
                [Container]
            );
        if (connectionString is not null && !IsConnectionString(connectionString))
            // The text itself is a secret, so the message does not repeat it.
            yield return new(
                "'ConnectionString' cannot be read; expected that of a storage account, such as "
                    + "'DefaultEndpointsProtocol=https;AccountName=...;AccountKey=...'.",
                [ConnectionString]
            );
    }

    private static bool IsConnectionString(string text)
    {
        try
        {
            _ = new BlobServiceClient(text);
            return true;
        }
        catch (Exception error) when (error is FormatException or ArgumentException)
        {
            return false;
        }
    }
}
