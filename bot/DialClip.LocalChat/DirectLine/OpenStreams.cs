using Microsoft.Extensions.Options;

namespace DialClip.LocalChat.DirectLine;

/// <summary>The open streams of all conversations, bounded for each network.</summary>
internal sealed class OpenStreams(IOptions<DirectLineOptions> options)
{
    private readonly Lock sync = new();
    private readonly List<OpenStream> streams = [];

    /// <summary>
    /// Opens a stream. Where its network has too many, that of the conversation with the lowest rank is revoked.
    /// </summary>
    /// <param name="conversation">The conversation.</param>
    /// <param name="network">The caller's network.</param>
    public OpenStream Open(LocalConversation conversation, string network)
    {
        var opened = new OpenStream(this, conversation, network, conversation.OpenStream());
        OpenStream? surplus = null;
        lock (sync)
        {
            var own = streams.Where(stream => stream.Network == network).ToList();
            if (own.Count >= options.Value.MaxStreamsPerAddress)
            {
                surplus = own.MinBy(stream => stream.Conversation.Rank)!;
                streams.Remove(surplus);
            }
            streams.Add(opened);
        }
        surplus?.Lease.Revoke();
        return opened;
    }

    /// <summary>A stream that is open until it is disposed.</summary>
    public sealed class OpenStream(OpenStreams all, LocalConversation conversation, string network, StreamLease lease)
        : IDisposable
    {
        public LocalConversation Conversation => conversation;

        public string Network => network;

        public StreamLease Lease => lease;

        /// <inheritdoc/>
        public void Dispose()
        {
            lock (all.sync)
                all.streams.Remove(this);
            lease.Dispose();
        }
    }
}
