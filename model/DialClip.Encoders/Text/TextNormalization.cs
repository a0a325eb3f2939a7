using System.Text;

namespace DialClip.Encoders.Text;

/// <summary>The form of a text that CLIP's tokenizer reads: valid Unicode, composed (NFC), in lower case.</summary>
internal static class TextNormalization
{
    // A noncharacter that String.Normalize refuses although Unicode allows it; it composes with nothing.
    private const char Refused = '\ufffe';

    /// <summary>Normalizes a text, the same in every culture; a lone surrogate becomes U+FFFD.</summary>
    public static string Normalize(string text)
    {
        if (Ascii.IsValid(text))
            return text.ToLowerInvariant();
        if (text.AsSpan().IndexOfAnyInRange('\ud800', '\udfff') >= 0)
            text = System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text));
        text = text.Contains(Refused, StringComparison.Ordinal)
            ? string.Join(Refused, text.Split(Refused).Select(part => part.Normalize()))
            : text.Normalize();
        // The one letter whose lower case is two characters, which the invariant casing leaves alone.
        return text.ToLowerInvariant().Replace("\u0130", "i\u0307", StringComparison.Ordinal);
    }

    /// <summary>Requires that the process can compose Unicode.</summary>
    /// <param name="compose">The composition to try; <see cref="string.Normalize()"/> in the product.</param>
    /// <exception cref="PlatformNotSupportedException">
    /// The process runs in globalization-invariant mode, in which String.Normalize returns its input.
    /// </exception>
    public static void RequireSupport(Func<string, string> compose)
    {
        if (compose("e\u0301") != "\u00e9")
            throw new PlatformNotSupportedException(
                "This process runs in .NET's globalization-invariant mode, in which String.Normalize leaves a text "
                    + "as it is, so accented letters would get other tokens than the model was trained with. "
                    + "Install ICU "
                    + "(the package libicu), unset DOTNET_SYSTEM_GLOBALIZATION_INVARIANT, and remove "
                    + "InvariantGlobalization from the project or System.Globalization.Invariant from "
                    + "runtimeconfig.json."
            );
    }
}
