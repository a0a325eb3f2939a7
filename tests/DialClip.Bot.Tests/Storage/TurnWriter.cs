using DialClip.Bot.State;
using DialClip.Bot.Tests.Bot;
using DialClip.Encoders;
using Microsoft.Bot.Builder;

namespace DialClip.Bot.Tests.Storage;

/// <summary>Writes turns of one conversation as the plugin does, each in a change of its own.</summary>
internal static class TurnWriter
{
    private const string Key = "dialclip/test/talk/v1";

    public static IEnumerable<string> Texts(int writer, int turns) =>
        Enumerable.Range(0, turns).Select(turn => $"{writer}.{turn}");

    /// <returns>The most attempts that one change took.</returns>
    public static async Task<int> WriteAsync(IStorage storage, int writer, int turns)
    {
        var store = StoreAccess.Create(storage, TimeProvider.System);
        var most = 0;
        foreach (var text in Texts(writer, turns))
        {
            var attempts = 0;
            await store.ChangeAsync(
                Key,
                record =>
                {
                    attempts++;
                    return record.WithTurns([new StoredTurn(Speaker.User, Modality.Text, text)], 100);
                }
            );
            most = Math.Max(most, attempts);
        }
        return most;
    }

    public static async Task<IReadOnlyList<string>> ReadAsync(IStorage storage)
    {
        var store = StoreAccess.Create(storage, TimeProvider.System);
        return [.. (await store.ReadAsync(Key)).Turns.Select(turn => turn.Text!)];
    }
}
