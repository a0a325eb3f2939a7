using System.Globalization;
using System.Net;

namespace DialClip.Training.Hub;

/// <summary>A failure of a hub or of the network to it.</summary>
internal sealed class HubException(HubFailure failure, string message, Exception? inner = null)
    : IOException(message, inner)
{
    /// <summary>Gets the kind of failure.</summary>
    public HubFailure Failure => failure;

    /// <summary>Creates the exception for an answer that is not the content.</summary>
    /// <param name="code">The status of the answer.</param>
    /// <param name="address">The address that was asked.</param>
    /// <param name="hasToken">Whether there is an access token.</param>
    public static HubException FromAnswer(HttpStatusCode code, Uri address, bool hasToken)
    {
        var status = (int)code;
        var subject = string.Create(CultureInfo.InvariantCulture, $"'{address.IdnHost}' answers {status}");
        return status switch
        {
            429 => new(HubFailure.Unavailable, $"{subject} (too many requests)."),
            408 or >= 500 => new(HubFailure.Unavailable, $"{subject}."),
            401 or 403 => new(
                HubFailure.Refused,
                $"{subject}: the repository does not exist, is private, or its licence has to be accepted first. "
                    + "Check the name"
                    + (
                        hasToken
                            ? " and whether the access token may read it."
                            : ", or set HF_TOKEN (--token-variable) to an access token that may read it."
                    )
            ),
            404 or 410 => new(
                HubFailure.NotFound,
                $"{subject}: there is no such repository, revision or file. Check the name, --revision and --endpoint."
            ),
            200 or 206 => new(
                HubFailure.Unexpected,
                $"{subject} with encoded or partial content, expected the content as it is. Try another --endpoint."
            ),
            _ => new(HubFailure.Unexpected, $"{subject}, expected 200. Check --endpoint."),
        };
    }
}
