namespace DialClip.Bot.Host;

/// <summary>Checks the settings with which the bot signs in at Microsoft. The SDK takes an unknown type for MultiTenant, and says what else is wrong one by one, or only when the first reply fails.</summary>
internal static class BotCredentials
{
    private const string Type = "MicrosoftAppType";
    private const string Id = "MicrosoftAppId";
    private const string Password = "MicrosoftAppPassword";
    private const string TenantId = "MicrosoftAppTenantId";
    private const string MultiTenant = "MultiTenant";
    private const string SingleTenant = "SingleTenant";
    private const string ManagedIdentity = "UserAssignedMSI";

    /// <summary>Refuses settings that cannot sign in.</summary>
    /// <exception cref="InvalidDataException">Names everything that is wrong.</exception>
    public static void Require(IConfiguration settings)
    {
        var problems = Problems(
                settings[Type] ?? "",
                settings[Id] ?? "",
                settings[Password] ?? "",
                settings[TenantId] ?? ""
            )
            .ToList();
        if (problems.Count > 0)
            throw new InvalidDataException(string.Join(" ", problems));
    }

    private static IEnumerable<string> Problems(string type, string id, string password, string tenant)
    {
        var isManaged = type.Equals(ManagedIdentity, StringComparison.OrdinalIgnoreCase);
        var isSingle = type.Equals(SingleTenant, StringComparison.OrdinalIgnoreCase);
        if (type.Length > 0 && !isManaged && !isSingle && !type.Equals(MultiTenant, StringComparison.OrdinalIgnoreCase))
            yield return $"'{Type}' is '{type}', expected {SingleTenant}, {ManagedIdentity}, {MultiTenant} or nothing.";
        if (id.Length == 0 && (isManaged || isSingle || password.Length > 0))
            yield return $"'{Id}' is empty, but other settings of the bot's registration are there; expected its id, or none of them.";
        if (id.Length > 0 && !Guid.TryParseExact(id, "D", out _))
            yield return $"'{Id}' is '{id}', expected a GUID.";
        if (isManaged && password.Length > 0)
            yield return $"'{Password}' is set, but a managed identity has none; leave it empty.";
        if (!isManaged && id.Length > 0 && password.Length == 0)
            yield return $"'{Password}' is empty, expected a client secret of the bot's registration.";
        if ((isManaged || isSingle) && tenant.Length == 0)
            yield return $"'{TenantId}' is empty, expected the id of the tenant in which the bot is registered.";
    }
}
