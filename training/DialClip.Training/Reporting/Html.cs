using System.Net;

namespace DialClip.Training.Reporting;

/// <summary>Renders pages that need no other file.</summary>
internal static class Html
{
    private const string ContentPolicy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

    private const string Style = """
        :root { color-scheme: light dark; --line: color-mix(in srgb, currentColor 18%, transparent); }
        body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
        h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; border-bottom: 1px solid var(--line); }
        svg { width: 100%; height: auto; } svg text { font-size: 11px; fill: currentColor; }
        svg .grid { stroke: var(--line); }
        table { border-collapse: collapse; } th { text-align: left; font-weight: 500; }
        th, td { padding: .2rem .6rem .2rem 0; vertical-align: top; }
        .bars { width: 100%; } .bars th { white-space: nowrap; width: 1%; }
        .bars .bar { position: relative; min-width: 14rem; }
        .bars .bar b { display: block; height: 1.1rem; background: #2563eb; border-radius: 2px; }
        .bars .bar i { position: absolute; top: .65rem; height: 2px; background: currentColor; }
        .gallery { display: grid; grid-template-columns: repeat(auto-fill, minmax(17rem, 1fr)); gap: .8rem; }
        .gallery article, pre { border: 1px solid var(--line); border-radius: 8px; padding: .6rem; }
        .gallery img { width: 48px; height: 48px; object-fit: cover; border-radius: 4px; margin-right: 3px; }
        .gallery img.accepted { outline: 3px solid #059669; }
        .text { font-style: italic; } .legend, .small { font-size: .85rem; }
        pre { overflow-x: auto; font-size: .8rem; }
        """;

    /// <summary>Encodes a text for elements and attributes.</summary>
    public static string Encode(string text) => WebUtility.HtmlEncode(text);

    /// <summary>Renders a section.</summary>
    public static string RenderSection(string title, string body) => $"<h2>{Encode(title)}</h2>\n{body}\n";

    /// <summary>Renders a page without scripts.</summary>
    public static string RenderPage(string title, string body) =>
        $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="{ContentPolicy}">
            <title>{Encode(title)}</title>
            <style>
            {Style}
            </style>
            </head>
            <body>
            <h1>{Encode(title)}</h1>
            {body}</body>
            </html>

            """;
}
