using System.Net;

namespace DialClip.Bot.Attachments;

/// <summary>Gets the addresses of a host's name.</summary>
internal delegate Task<IPAddress[]> HostLookup(string host, CancellationToken cancellationToken);
