namespace Microsoft.Bot.Schema;

/// <summary>A message that suggests content for another.</summary>
public interface ISuggestionActivity : IMessageActivity
{
    IList<TextHighlight> TextHighlights { get; set; }
}
