using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace DialClip.EndToEnd.Tests;

/// <summary>
/// A site of somebody else on another port of this machine. Its page tries what a page can try against the host, and
/// says what came of it.
/// </summary>
internal sealed class HostilePage : IAsyncDisposable
{
    // Each attempt ends with what the page could learn: 'nothing' or the text that it read.
    private const string Page = """
        <!doctype html><title>Hostile</title><script>
        const nothing = 'nothing';
        const read = async (path, options) => {
          try {
            const response = await fetch(target + path, options);
            return response.type === 'opaque' ? nothing : `${response.status} ${await response.text()}`;
          } catch { return nothing; }
        };
        const socket = address => new Promise(done => {
          const line = new WebSocket(address);
          line.onopen = () => done('opened');
          line.onerror = line.onclose = () => done(nothing);
        });
        const load = (tag, address) => new Promise(done => {
          const node = document.createElement(tag);
          node.onload = () => done(node);
          node.onerror = () => done(null);
          node.src = address;
          document.body.append(node);
        });
        async function attack(own, victim) {
          const bearer = { authorization: `Bearer ${own.token}` };
          const message = JSON.stringify({ type: 'message', text: 'forged', from: { id: 'x' } });
          const conversation = `v3/directline/conversations/${victim.id}`;
          return {
            catalogs: await read('dialclip/catalogs'),
            catalogsWithCredentials: await read('dialclip/catalogs', { credentials: 'include' }),
            catalogsOpaque: await read('dialclip/catalogs', { mode: 'no-cors', credentials: 'include' }),
            catalogsAsScript: await load('script', target + 'dialclip/catalogs') ? 'loaded' : nothing,
            page: await read(''),
            token: await read('v3/directline/tokens/generate', { method: 'POST' }),
            tokenOpaque: await read('v3/directline/tokens/generate', { method: 'POST', mode: 'no-cors', body: '{}' }),
            activities: await read(`${conversation}/activities`),
            activitiesWithOwnToken: await read(`${conversation}/activities`, { headers: bearer }),
            ownActivities: await read(`v3/directline/conversations/${own.id}/activities`, { headers: bearer }),
            said: await read(`${conversation}/activities`, { method: 'POST', mode: 'no-cors', body: message }),
            uploaded: await read(
              `${conversation}/upload?userId=x`,
              { method: 'POST', mode: 'no-cors', body: new FormData() },
            ),
            toTheBot: await read('api/messages', { method: 'POST', mode: 'no-cors', body: message }),
            stream: await socket(
              target.replace('http', 'ws')
                + `${conversation}/stream?watermark=&t=${encodeURIComponent(own.token)}`,
            ),
            ownStream: await socket(own.stream),
            frame: (await load('iframe', target))?.contentDocument ? 'readable' : nothing,
          };
        }
        </script><body></body>
        """;

    private readonly WebApplication app;

    private HostilePage(WebApplication app) => this.app = app;

    public Uri Address => new(app.Urls.First());

    /// <summary>Starts the site.</summary>
    /// <param name="target">The host that its page attacks.</param>
    public static async Task<HostilePage> StartAsync(Uri target)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapGet(
            "/",
            () =>
                Results.Content(
                    Page.Replace(
                        "const nothing",
                        $"const target = '{target.AbsoluteUri}'; const nothing",
                        StringComparison.Ordinal
                    ),
                    "text/html"
                )
        );
        await app.StartAsync();
        return new(app);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
