using System.Globalization;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Polly;

namespace DialClip.Shared.Blobs;

/// <summary>The retry policy of blob clients: each request of the SDK goes through a Polly pipeline.</summary>
/// <remarks>
/// It takes the place of the SDK's own retries, so nothing is retried twice. The SDK's streams resume a broken
/// download by requests of their own; these, too, are retried by this rule and this clock.
/// </remarks>
internal sealed class BlobRetryPolicy(ResiliencePipeline pipeline, TimeSpan attemptTimeout) : HttpPipelinePolicy
{
    /// <inheritdoc/>
    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> next) =>
        throw new NotSupportedException("Blobs are accessed by the client's asynchronous methods only.");

    /// <inheritdoc/>
    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> next)
    {
        var attempt = 0;
        await pipeline
            .ExecuteAsync(
                async _ =>
                {
                    var context = message.ProcessingContext;
                    context.RetryNumber = attempt++;
                    await AttemptAsync(message, next).ConfigureAwait(false);
                },
                message.CancellationToken
            )
            .ConfigureAwait(false);
    }

    private async Task AttemptAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> next)
    {
        try
        {
            await ProcessNextAsync(message, next).ConfigureAwait(false);
        }
        catch (OperationCanceledException error) when (!message.CancellationToken.IsCancellationRequested)
        {
            // The client's network timeout, which ends an attempt, comes as a cancellation that nobody asked for.
            var seconds = attemptTimeout.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
            throw new TimeoutException($"The service did not answer within {seconds} s.", error);
        }

        if (!BlobResilience.IsTransient(message.Response.Status))
            return;
        using var response = message.Response;
        throw new RequestFailedException(response);
    }
}
