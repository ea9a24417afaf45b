// Benchmarks, one file each: dotnet run -c Release --project tests/Benchmarks -- NAME [options]
using Autobatch.Benchmarks.Durable;
using Autobatch.Benchmarks.Emulator;
using Autobatch.Benchmarks.Explaining;
using Autobatch.Benchmarks.Scale;
using Autobatch.Benchmarks.Telemetry;
using Autobatch.Benchmarks.Triggers;

Dictionary<string, Func<string[], Task<int>>> benchmarks = new(StringComparer.Ordinal)
{
    ["durable"] = DurableBenchmark.RunAsync,
    ["emulator"] = EmulatorBenchmark.RunAsync,
    ["explain"] = ExplainBenchmark.RunAsync,
    ["noop"] = NoOpBenchmark.RunAsync,
    ["scale"] = ScaleBenchmark.RunAsync,
    ["telemetry"] = TelemetryBenchmark.RunAsync,
    ["triggers"] = TriggerBenchmark.RunAsync,
};

if (args is [string name, .. string[] options] && benchmarks.TryGetValue(name, out Func<string[], Task<int>>? benchmark))
    return await benchmark(options);
Console.Error.WriteLine($"Usage: dotnet run -c Release --project tests/Benchmarks -- {string.Join('|', benchmarks.Keys)}");
return 2;
