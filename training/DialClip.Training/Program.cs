using DialClip.Training.Commands;

#pragma warning disable RS0030 // The entry point hands the console on.
return await CommandRunner.RunAsync(args, Console.Out, Console.Error).ConfigureAwait(false);
