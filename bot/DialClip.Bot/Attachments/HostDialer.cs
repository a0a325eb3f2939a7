using System.Net;

namespace DialClip.Bot.Attachments;

/// <summary>Connects to the first of some addresses that answers.</summary>
internal delegate ValueTask<Stream> HostDialer(IPAddress[] addresses, int port, CancellationToken cancellationToken);
