namespace Microsoft.Bot.Connector.Authentication;

/// <summary>Names of claims and of fixed places of the cloud's authentication.</summary>
public static class AuthenticationConstants
{
    public const string ToChannelFromBotOAuthScope = "https://api.botframework.com";

    public const string AuthorizedParty = "azp";

    public const string AudienceClaim = "aud";

    public const string AppIdClaim = "appid";

    public const string ServiceUrlClaim = "serviceurl";

    public const string AnonymousSkillAppId = "AnonymousSkill";

    public const string AnonymousAuthType = "anonymous";

    public const string TenantIdClaim = "tid";
}
