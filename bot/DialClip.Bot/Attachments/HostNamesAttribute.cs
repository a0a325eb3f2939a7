using System.ComponentModel.DataAnnotations;
using DialClip.Shared.Errors;

namespace DialClip.Bot.Attachments;

/// <summary>
/// Validates lists of whole host names, each for all channels or, where allowed, for one:
/// 'msteams/contoso.sharepoint.com'.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class HostNamesAttribute : ValidationAttribute
{
    /// <summary>Gets or sets whether a name may begin with a channel.</summary>
    public bool ByChannel { get; set; }

    /// <inheritdoc/>
    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext)
    {
        var invalid = (value as IEnumerable<string> ?? [])
            .Where(entry => !IsName(entry))
            .Select(entry => $"'{ErrorText.ToValue(entry)}'")
            .ToList();
        if (invalid.Count == 0)
            return ValidationResult.Success;
        var example = ByChannel
            ? "'contoso.sharepoint.com', or 'msteams/contoso.sharepoint.com' for one channel"
            : "'smba.infra.gov.teams.microsoft.us'";
        return new ValidationResult(
            $"{ErrorText.Join(invalid, ", ")}: expected whole host names such as {example}. "
                + "Patterns are not allowed, because anybody can have a name beneath a shared domain.",
            [validationContext.MemberName!]
        );
    }

    private bool IsName(string? entry)
    {
        if (entry is null)
            return false;
        var slash = ByChannel ? entry.IndexOf('/', StringComparison.Ordinal) : -1;
        var host = entry[(slash + 1)..];
        return (slash < 0 || IsLabel(entry[..slash]))
            && host.Contains('.', StringComparison.Ordinal)
            && host.Split('.').All(IsLabel)
            && Uri.CheckHostName(host) == UriHostNameType.Dns;
    }

    private static bool IsLabel(string label) =>
        label.Length > 0 && label.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-');
}
