using DialClip.Bot.Host;

return await HostRunner.RunAsync(args, Console.Error).ConfigureAwait(false);
