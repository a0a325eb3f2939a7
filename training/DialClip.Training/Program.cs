using DialClip.Training.Commands;

return await CommandRunner.RunAsync(args, Console.Out, Console.Error).ConfigureAwait(false);
