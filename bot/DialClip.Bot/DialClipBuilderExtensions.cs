using DialClip.Artifacts.Stores;
using DialClip.Bot.Replies;
using DialClip.Model;
using Microsoft.Bot.Builder;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Additions to the plugin's registration.</summary>
public static class DialClipBuilderExtensions
{
    /// <summary>Adds a rule of the bot that is asked before the plugin takes part in a turn.</summary>
    /// <typeparam name="TGate">The rule. It is a singleton; its dependencies come from the services.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <returns>The <paramref name="builder"/>.</returns>
    /// <remarks>Several are asked in the order of their registration. The same one is added once.</remarks>
    public static IDialClipBuilder AddReplyGate<TGate>(this IDialClipBuilder builder)
        where TGate : class, IReplyGate
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IReplyGate, TGate>());
        return builder;
    }

    /// <summary>
    /// Tells the plugin when a dialog of the bot waits for the user. Such a message is the bot's in every mode.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="isActive">
    /// Determines whether a dialog is active in a turn's conversation. It is asked when a message arrives, and again
    /// after the bot where the plugin is about to answer. Where it throws, the plugin stays silent.
    /// </param>
    /// <returns>The <paramref name="builder"/>.</returns>
    public static IDialClipBuilder AddDialogGate(
        this IDialClipBuilder builder,
        Func<ITurnContext, CancellationToken, ValueTask<bool>> isActive
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(isActive);
        builder.Services.AddSingleton(new DialogGate(isActive));
        return builder;
    }

    /// <summary>
    /// Tells the plugin when a dialog of the bot waits for the user, by a service such as the bot's conversation state.
    /// </summary>
    /// <typeparam name="TState">The service, a singleton.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <param name="isActive">
    /// Determines whether a dialog is active; see
    /// <see cref="AddDialogGate(IDialClipBuilder, Func{ITurnContext, CancellationToken, ValueTask{bool}})"/>.
    /// </param>
    /// <returns>The <paramref name="builder"/>.</returns>
    public static IDialClipBuilder AddDialogGate<TState>(
        this IDialClipBuilder builder,
        Func<TState, ITurnContext, CancellationToken, ValueTask<bool>> isActive
    )
        where TState : notnull
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(isActive);
        builder.Services.AddSingleton(provider => new DialogGate(
            (turnContext, cancellationToken) =>
                isActive(provider.GetRequiredService<TState>(), turnContext, cancellationToken)
        ));
        return builder;
    }

    /// <summary>Loads the model from a container of Azure Blob Storage, whatever the settings name.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="container">
    /// The container's https address (with or without a SAS), or its name where there is a connection string.
    /// </param>
    /// <param name="connectionString">
    /// The connection string of the storage account; null for the address's SAS or the process's Azure identity.
    /// </param>
    /// <returns>The <paramref name="builder"/>.</returns>
    public static IDialClipBuilder UseBlobStore(
        this IDialClipBuilder builder,
        string container,
        string? connectionString = null
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(container);
        builder.Services.Configure<ArtifactStoreOptions>(options =>
            (options.Kind, options.Container, options.ConnectionString) = (
                ArtifactStoreKind.Blob,
                container,
                connectionString
            )
        );
        return builder;
    }

    /// <summary>
    /// Adds a head behind those of the settings; without any there, it is used instead of 'models/stickers'. The first
    /// head of all is the default one.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="head">The path in the store, such as 'models/mine', with or without a version.</param>
    /// <returns>The <paramref name="builder"/>.</returns>
    public static IDialClipBuilder AddHead(this IDialClipBuilder builder, string head)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(head);
        builder.Services.Configure<ModelOptions>(options =>
        {
            if (!options.Heads.Contains(head))
                options.Heads.Add(head);
        });
        return builder;
    }
}
