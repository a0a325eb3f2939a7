namespace Microsoft.Bot.Schema;

/// <summary>Makes attachments of cards.</summary>
public static class Extensions
{
    public static Attachment ToAttachment(this HeroCard card) => new Attachment(HeroCard.ContentType, content: card);

    public static Attachment ToAttachment(this ThumbnailCard card) => new Attachment(ThumbnailCard.ContentType, content: card);

    public static Attachment ToAttachment(this SigninCard card) => new Attachment(SigninCard.ContentType, content: card);
}
