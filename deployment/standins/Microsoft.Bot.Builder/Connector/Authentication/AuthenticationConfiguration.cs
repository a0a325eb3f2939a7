namespace Microsoft.Bot.Connector.Authentication;

/// <summary>What a bot demands of those who call it.</summary>
public class AuthenticationConfiguration
{
    public string[] RequiredEndorsements { get; set; } = [];

    public virtual ClaimsValidator ClaimsValidator { get; set; }

    public IEnumerable<string> ValidTokenIssuers { get; set; }
}
