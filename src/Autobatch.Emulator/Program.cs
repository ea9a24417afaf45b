using Autobatch.Emulator.Hosting;

// Signals are handled by the command itself: ending tasks may take longer than the parser's own limit.
return await EmulatorCommand.Create().Parse(args).InvokeAsync(new() { ProcessTerminationTimeout = null });
