using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Turns;

/// <summary>Refuses the former names of time limits, and names the settings that replace them.</summary>
/// <param name="section">The section 'DialClip'.</param>
internal sealed class MovedTimeouts(IConfigurationSection section) : IValidateOptions<TurnTimeouts>
{
    private static readonly (string Former, string Present)[] Moved =
    [
        ("Conversation:TurnBudget", "Timeouts:Turn"),
        ("Attachments:Timeout", "Timeouts:PictureFetch"),
    ];

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, TurnTimeouts options)
    {
        var failures = Moved
            .Where(setting => section[setting.Former] is not null)
            .Select(setting =>
                $"'{section.Path}:{setting.Former}' has moved: set '{section.Path}:{setting.Present}' instead."
            )
            .ToList();
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
