using System.Globalization;
using DialClip.Bot.Host;

// Messages about settings name numbers as the settings file writes them.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
return await HostRunner.RunAsync(args, Console.Error).ConfigureAwait(false);
