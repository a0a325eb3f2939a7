using Microsoft.Bot.Builder;

namespace DialClip.Bot.Tests.ExistingBot.Samples;

/// <summary>A dialog that asks one question after the other, and keeps where it is in the conversation's
/// state.</summary>
internal sealed class Waterfall(BotState state, IReadOnlyList<Prompt> prompts)
{
    private readonly IStatePropertyAccessor<DialogState> dialogs = state.CreateProperty<DialogState>(
        nameof(DialogState)
    );

    /// <summary>Continues the dialog, or begins it.</summary>
    /// <returns>All answers at its end; null before.</returns>
    public async Task<IReadOnlyDictionary<string, string>?> RunAsync(
        ITurnContext turnContext,
        CancellationToken cancellationToken
    )
    {
        var dialog = await dialogs.GetAsync(turnContext, () => new(), cancellationToken);
        if (dialog.DialogStack.Count == 0)
        {
            dialog.DialogStack.Add(new());
            await turnContext.SendActivityAsync(prompts[0].Question(), cancellationToken);
            return null;
        }
        var active = dialog.DialogStack[^1];
        var prompt = prompts[active.Step];
        if (prompt.Recognize(turnContext.Activity) is not { } answer)
        {
            await turnContext.SendActivityAsync(prompt.Retry, cancellationToken: cancellationToken);
            return null;
        }
        active.Answers[prompt.Name] = answer;
        if (++active.Step < prompts.Count)
        {
            await turnContext.SendActivityAsync(prompts[active.Step].Question(), cancellationToken);
            return null;
        }
        dialog.DialogStack.Clear();
        return active.Answers;
    }
}
