using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace DialClip.LocalChat;

/// <summary>Check that a local chat without a secret is offered to this machine only.</summary>
internal static class LoopbackAddresses
{
    /// <summary>Checks the addresses that the server is to listen on. Without any, Kestrel takes localhost.</summary>
    /// <exception cref="InvalidDataException">An address can be reached from other machines.</exception>
    public static void Require(WebApplication app)
    {
        var urls = app.Configuration[WebHostDefaults.ServerUrlsKey] ?? "";
        var addresses = app
            .Urls.Concat(Split(urls))
            .Concat(app.Configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(each => each["Url"] ?? ""));
        // Ports alone mean all addresses of the machine.
        if (app.Urls.Count == 0 && urls.Length == 0)
            addresses = addresses
                .Concat(Split(app.Configuration[WebHostDefaults.HttpPortsKey]).Select(port => $"http://*:{port}"))
                .Concat(Split(app.Configuration[WebHostDefaults.HttpsPortsKey]).Select(port => $"https://*:{port}"));
        foreach (var address in addresses.Where(address => address.Length > 0))
            if (!IsLoopback(address))
                throw new InvalidDataException(
                    $"'{address}' can be reached from other machines, and the local Direct Line has no secret. "
                        + "Set 'DialClip:DirectLine:Secret', switch it off with 'DialClip:DirectLine:Enabled' = false, "
                        + "or listen on 127.0.0.1."
                );
    }

    private static string[] Split(string? list) =>
        (list ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    // "http://*:5000" and "http://+:5000" are no addresses that Uri knows, and both reach beyond this machine.
    private static bool IsLoopback(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && Caller.IsLoopbackName(uri.Host);
}
