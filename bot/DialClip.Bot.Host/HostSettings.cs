using Microsoft.Extensions.Options;

namespace DialClip.Bot.Host;

/// <summary>
/// Validation of settings that no options class validates: the bot's registration, OTEL_* variables.
/// </summary>
internal sealed class HostSettings(IConfiguration configuration) : IValidateOptions<HostSettings.Options>
{
    private const string Type = "MicrosoftAppType";
    private const string Id = "MicrosoftAppId";
    private const string Password = "MicrosoftAppPassword";
    private const string TenantId = "MicrosoftAppTenantId";
    private const string MultiTenant = "MultiTenant";
    private const string SingleTenant = "SingleTenant";
    private const string ManagedIdentity = "UserAssignedMSI";

    /// <summary>Adds the validation to what is validated when the host starts.</summary>
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<IValidateOptions<Options>, HostSettings>();
        services.AddOptions<Options>().ValidateOnStart();
    }

    /// <summary>Sets the options that a section names; an unknown name is an error.</summary>
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

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, Options options)
    {
        var problems = FindRegistrationProblems().Concat(OtlpVariables.FindProblems(configuration)).ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    // The SDK takes an unknown type for MultiTenant, and reports other errors one by one, or with the first reply.
    private IEnumerable<string> FindRegistrationProblems()
    {
        var (type, id) = (configuration[Type] ?? "", configuration[Id] ?? "");
        var (password, tenant) = (configuration[Password] ?? "", configuration[TenantId] ?? "");
        var isManaged = type.Equals(ManagedIdentity, StringComparison.OrdinalIgnoreCase);
        var isSingle = type.Equals(SingleTenant, StringComparison.OrdinalIgnoreCase);
        if (type.Length > 0 && !isManaged && !isSingle && !type.Equals(MultiTenant, StringComparison.OrdinalIgnoreCase))
            yield return $"'{Type}' is '{type}', expected {SingleTenant}, {ManagedIdentity}, {MultiTenant} or nothing.";
        if (id.Length == 0 && (isManaged || isSingle || password.Length > 0))
            yield return $"'{Id}' is empty, but other settings of the bot's registration are there; "
                + "expected its id, or none of them.";
        if (id.Length > 0 && !Guid.TryParseExact(id, "D", out _))
            yield return $"'{Id}' is '{id}', expected a GUID.";
        if (isManaged && password.Length > 0)
            yield return $"'{Password}' is set, but a managed identity has none; leave it empty.";
        if (!isManaged && id.Length > 0 && password.Length == 0)
            yield return $"'{Password}' is empty, expected a client secret of the bot's registration.";
        if ((isManaged || isSingle) && tenant.Length == 0)
            yield return $"'{TenantId}' is empty, expected the id of the tenant in which the bot is registered.";
    }

    /// <summary>Options without content, whose validation at start is this class.</summary>
    internal sealed class Options;
}
