using Microsoft.Extensions.Options;

namespace DialClip.Bot.Host;

/// <summary>Binding of options to a section, in which an unknown name is an error.</summary>
internal static class StrictBinding
{
    /// <summary>Sets the options that the section names.</summary>
    /// <exception cref="OptionsValidationException">
    /// A name is unknown or a value of another kind. The binder's own exception would end the start before the problems
    /// of other sections are named.
    /// </exception>
    public static void Bind<TOptions>(IConfigurationSection section, TOptions options)
        where TOptions : class
    {
        try
        {
            section.Bind(options, binder => binder.ErrorOnUnknownConfiguration = true);
        }
        catch (InvalidOperationException error)
        {
            throw new OptionsValidationException("", typeof(TOptions), [$"'{section.Path}': {error.Message}"]);
        }
    }
}
