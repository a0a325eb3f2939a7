using Microsoft.Bot.Schema;

namespace Microsoft.Bot.Builder.Adapters;

/// <summary>Compares a reply with the expected one and throws where they differ.</summary>
public delegate void ValidateReply(IActivity expected, IActivity actual);
