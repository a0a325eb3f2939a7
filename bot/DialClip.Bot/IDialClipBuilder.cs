namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Builder of the plugin's registration, which <c>AddDialClip</c> returns.</summary>
public interface IDialClipBuilder
{
    /// <summary>Gets the services that the plugin is registered in.</summary>
    IServiceCollection Services { get; }
}
