using System.Globalization;
using DialClip.Bot.Host;

// Messages about settings name numbers as the settings file writes them.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
#pragma warning disable RS0030 // The entry point hands the console on.
return await HostRunner.RunAsync(args, Console.Error).ConfigureAwait(false);
