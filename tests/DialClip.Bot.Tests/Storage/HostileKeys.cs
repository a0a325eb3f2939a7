namespace DialClip.Bot.Tests.Storage;

/// <summary>Keys as nobody should choose them; each is another one.</summary>
internal static class HostileKeys
{
    public static string[] All { get; } =
    [
        "", " ", "/", "//", "a", "A", "a/", "/a", "a/b", "a//b", "a%2Fb", "a%252Fb", "a\\b", "a/b/unreadable", "a.json", "a/b.json",
        ".", "..", "../../../../etc/passwd", "a/../b", "a/./b", "a/..", "a.", "a. ", "...", ".lock", "con", "nul.txt", "C:\\x", "~/x", "$root", "%", "%2e%2e/x", "=sha256/x",
        "a\0b", "a\nb", "a\r\nx-ms-meta-injected: 1", "a?b=c", "a#b", "a&b", "a+b", "a b", "*", "<a|b>", "\"", "'; drop table",
        "\u00e4", "a\u0308", "日本語", "😀", "\ud83d", "\ude00", "\ufffd", "\u202e", "\ufeff", new('k', 5000), new('k', 5001), new('é', 300), string.Join('/', Enumerable.Repeat("d", 300)),
    ];
}
