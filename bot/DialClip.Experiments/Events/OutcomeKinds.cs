namespace DialClip.Experiments.Events;

/// <summary>The kinds of outcomes. Readers ignore others.</summary>
public static class OutcomeKinds
{
    /// <summary>An item of the reply was chosen.</summary>
    public const string Chosen = "chosen";

    /// <summary>The user asked on about the reply.</summary>
    public const string FollowUp = "followUp";

    /// <summary>The user said the same in other words soon after.</summary>
    public const string Reformulated = "reformulated";

    /// <summary>The conversation went on.</summary>
    public const string Continued = "continued";

    /// <summary>The host bot handed the conversation over to a person.</summary>
    public const string HandedOver = "handedOver";

    /// <summary>The turn failed.</summary>
    public const string Error = "error";

    /// <summary>The plugin had no answer.</summary>
    public const string NoAnswer = "noAnswer";
}
