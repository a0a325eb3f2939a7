using System.Globalization;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;

namespace DialClip.Bot.Tests.ExistingBot.Samples;

/// <summary>A question of a dialog.</summary>
/// <param name="Name">The name of its answer.</param>
/// <param name="Question">The message that asks it.</param>
/// <param name="Retry">The text that asks it again.</param>
/// <param name="Recognize">Gets the answer that a message gives; null where it gives none.</param>
internal sealed record Prompt(
    string Name,
    Func<Activity> Question,
    string Retry,
    Func<IMessageActivity, string?> Recognize
)
{
    private static readonly string[] YesOrNo = ["Yes", "No"];

    public static Prompt Text(string name, string question) =>
        new(name, () => MessageFactory.Text(question), question, message => NullIfEmpty(message.Text));

    public static Prompt Number(string name, string question, int least, int most) =>
        new(
            name,
            () => MessageFactory.Text(question),
            $"The value must be from {least} to {most}.",
            message =>
                int.TryParse(message.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number >= least
                && number <= most
                    ? message.Text
                    : null
        );

    public static Prompt Date(string name, string question) =>
        new(
            name,
            () => MessageFactory.Text(question),
            "Please give a date such as 2030-05-17.",
            message => DateOnly.TryParse(message.Text, CultureInfo.InvariantCulture, out _) ? message.Text : null
        );

    public static Prompt Attachment(string name, string question) =>
        new(
            name,
            () => MessageFactory.Text(question),
            "Please send a picture, or say skip.",
            message =>
                message.Attachments?.Count > 0 ? message.Attachments[0].Name
                : message.Text == "skip" ? "none"
                : null
        );

    /// <summary>A choice by suggested actions.</summary>
    public static Prompt Choice(string name, string question, params string[] choices) =>
        new(
            name,
            () => (Activity)MessageFactory.SuggestedActions(choices, question, null, InputHints.ExpectingInput),
            question + " Please choose one of them.",
            message => FindChoice(choices, message.Text)
        );

    /// <summary>A choice as a numbered list, as on channels without buttons; the list is all that marks it.</summary>
    public static Prompt ListedChoice(string name, string question, params string[] choices) =>
        new(
            name,
            () =>
                MessageFactory.Text(
                    question + "\n\n" + string.Join('\n', choices.Select((choice, at) => $"   {at + 1}. {choice}"))
                ),
            question,
            message => FindChoice(choices, message.Text)
        );

    /// <summary>Yes or no, in the text of the question.</summary>
    public static Prompt Confirm(string name, string question) =>
        new(
            name,
            () => MessageFactory.Text(question + " (1) Yes or (2) No"),
            question,
            message => FindChoice(YesOrNo, message.Text)
        );

    private static string? FindChoice(string[] choices, string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number >= 1
        && number <= choices.Length
            ? choices[number - 1]
            : choices.FirstOrDefault(choice => choice.Equals(text?.Trim(), StringComparison.OrdinalIgnoreCase));

    private static string? NullIfEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
