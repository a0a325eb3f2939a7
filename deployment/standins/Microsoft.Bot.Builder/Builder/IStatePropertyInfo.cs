namespace Microsoft.Bot.Builder;

/// <summary>Names a property of state.</summary>
public interface IStatePropertyInfo
{
    string Name { get; }
}
