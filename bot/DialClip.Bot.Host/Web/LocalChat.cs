using DialClip.Bot.Host.Connector;
using DialClip.Bot.Host.DirectLine;

namespace DialClip.Bot.Host.Web;

/// <summary>Everything that only the local chat needs.</summary>
internal static class LocalChat
{
    // A line that is cut without a word is noticed after the two together.
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);

    public static void MapLocalChat(this WebApplication app)
    {
        app.UseCors();
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = KeepAlive, KeepAliveTimeout = KeepAlive });
        app.MapChatPage();
        app.MapDirectLine();
        app.MapConnector();
        app.MapCatalogs();
    }
}
