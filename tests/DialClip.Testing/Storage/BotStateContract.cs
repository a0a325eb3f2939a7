using Microsoft.Bot.Builder;
using Microsoft.Bot.Builder.Adapters;
using Newtonsoft.Json;

namespace DialClip.Testing.Storage;

/// <summary>
/// The use of a storage by a bot's own state: what one turn sets is there in the next, also after a restart.
/// </summary>
internal static class BotStateContract
{
    /// <summary>Checks it over a storage that is opened anew for every turn.</summary>
    public static async Task CheckAsync(Func<IStorage> open)
    {
        var expected = new Order
        {
            Guest = "Zoë \ud83c\udf89",
            Code = "2024-05-01T10:00:00+02:00",
            Due = new DateTimeOffset(2024, 5, 1, 10, 0, 0, TimeSpan.FromHours(2)),
            Lines = [new() { Name = "tea", Price = 2.5m }, new() { Name = "cake", Price = null }],
            Answers = { ["smoking?"] = DayOfWeek.Friday },
        };
        await TurnAsync(
            open(),
            async (turn, orders, count) =>
            {
                await orders.SetAsync(turn, expected);
                await count.SetAsync(turn, 41);
            }
        );
        await TurnAsync(
            open(),
            async (turn, orders, count) =>
            {
                var order = await orders.GetAsync(turn);
                order.Guest += "!";
                await orders.SetAsync(turn, order);
                await count.SetAsync(turn, await count.GetAsync(turn) + 1);
            }
        );
        expected.Guest += "!";

        await TurnAsync(
            open(),
            async (turn, orders, count) =>
            {
                Assert.Equal(
                    JsonConvert.SerializeObject(expected),
                    JsonConvert.SerializeObject(await orders.GetAsync(turn))
                );
                Assert.Equal(42, await count.GetAsync(turn));
            }
        );
    }

    private static Task TurnAsync(
        IStorage storage,
        Func<ITurnContext, IStatePropertyAccessor<Order>, IStatePropertyAccessor<int>, Task> body
    )
    {
        var state = new ConversationState(storage);
        var (orders, count) = (state.CreateProperty<Order>("order"), state.CreateProperty<int>("count"));
        var adapter = new TestAdapter(TestAdapter.CreateConversation("talk")).Use(new AutoSaveStateMiddleware(state));
        return new TestFlow(adapter, (turn, _) => body(turn, orders, count)).Send("anything").StartTestAsync();
    }

    private sealed class Order
    {
        public string Guest { get; set; } = "";

        public string Code { get; set; } = "";

        public DateTimeOffset Due { get; set; }

        public List<Line> Lines { get; set; } = [];

        public Dictionary<string, DayOfWeek> Answers { get; set; } = [];
    }

    private sealed class Line
    {
        public string Name { get; set; } = "";

        public decimal? Price { get; set; }
    }
}
