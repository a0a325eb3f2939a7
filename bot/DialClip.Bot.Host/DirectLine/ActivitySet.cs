using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace DialClip.Bot.Host.DirectLine;

/// <summary>Activities with the watermark behind them, as Direct Line sends them.</summary>
internal static class ActivitySet
{
    public static byte[] ToBytes(IEnumerable<JObject> activities, string watermark) =>
        Encoding.UTF8.GetBytes(new JObject { ["activities"] = new JArray(activities), ["watermark"] = watermark }.ToString(Formatting.None));

    public static IResult ToResult(IEnumerable<JObject> activities, string watermark) => Results.Bytes(ToBytes(activities, watermark), "application/json; charset=utf-8");
}
