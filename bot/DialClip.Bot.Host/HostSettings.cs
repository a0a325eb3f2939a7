using System.Net;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Host;

/// <summary>Checks of the settings that no single section can make.</summary>
internal static class HostSettings
{
    public const string DefaultAddress = "http://127.0.0.1:5000";

    private static readonly string[] Sections =
    [
        "Store",
        "Model",
        "Conversation",
        "Timeouts",
        "Storage",
        "Replies",
        "Media",
        "Attachments",
        "DirectLine",
        "Experiments",
        "Telemetry",
    ];

    /// <summary>Refuses settings that cannot be used, and sections that do not exist, because a misspelled one would silently do nothing.</summary>
    /// <param name="section">The section 'DialClip'.</param>
    /// <param name="validator">Checks every section's settings; null where there is nothing to check.</param>
    /// <param name="others">Problems that were found outside of the section.</param>
    /// <exception cref="InvalidDataException">Names everything that is wrong.</exception>
    public static void RequireValid(
        IConfigurationSection section,
        IStartupValidator? validator,
        params IEnumerable<string> others
    )
    {
        var problems = section
            .GetChildren()
            .Select(child => child.Key)
            .Where(key => !Sections.Contains(key, StringComparer.OrdinalIgnoreCase))
            .Select(key =>
                $"'{section.Path}:{key}' is not a setting; expected one of {string.Join(", ", Sections.Order(StringComparer.Ordinal).Select(name => $"'{name}'"))}."
            )
            .ToList();
        problems.AddRange(others);
        try
        {
            validator?.Validate();
        }
        catch (OptionsValidationException error)
        {
            problems.AddRange(error.Failures);
        }
        catch (AggregateException errors)
            when (errors.InnerExceptions.All(error => error is OptionsValidationException))
        {
            // What comes where several sections are wrong.
            problems.AddRange(
                errors.InnerExceptions.Cast<OptionsValidationException>().SelectMany(error => error.Failures)
            );
        }
        if (problems.Count > 0)
            throw new InvalidDataException(string.Join(" ", problems));
    }

    /// <summary>Refuses to offer the local chat to other machines without a secret.</summary>
    /// <exception cref="InvalidDataException">An address reaches beyond this machine.</exception>
    public static void RequireLoopback(string addresses)
    {
        foreach (
            var address in addresses.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        )
            if (!IsLoopback(address))
                throw new InvalidDataException(
                    $"'{address}' can be reached from other machines, and the local Direct Line has no secret. "
                        + "Set 'DialClip:DirectLine:Secret', switch it off with 'DialClip:DirectLine:Enabled' = false, or listen on 127.0.0.1."
                );
    }

    // "http://*:5000" and "http://+:5000" are no addresses that Uri knows, and both reach beyond this machine.
    private static bool IsLoopback(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && (
            uri.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip))
        );
}
