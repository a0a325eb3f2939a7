using Microsoft.Bot.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace DialClip.Bot.Tests.ExistingBot.Shop;

/// <summary>Registers the shop's bot.</summary>
internal static class ShopServices
{
    public static IServiceCollection AddShop(this IServiceCollection services) =>
        services
            .AddSingleton<ConversationState>()
            .AddSingleton<UserState>()
            .AddSingleton<OrderDialog>()
            .AddSingleton<Reminders>()
            .AddSingleton<TurnErrors>()
            .AddTransient<IBot, ShopBot>();
}
