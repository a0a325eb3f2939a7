namespace Microsoft.Bot.Builder;

/// <summary>Has named properties.</summary>
public interface IPropertyManager
{
    IStatePropertyAccessor<T> CreateProperty<T>(string name);
}
