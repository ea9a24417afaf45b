using System.Diagnostics;
using System.Text.Json;

namespace Autobatch.Tests.Support;

/// <summary>Asks ajv, one node process for many files. Installs it once, by its lock file.</summary>
internal static class Ajv
{
    private static readonly Lazy<Task> s_installed = new(InstallAsync);

    private static string Folder => Path.Combine(Repository.Tests, "Schema");

    /// <summary>Verdict by full path: null when the file passes, else what ajv says.</summary>
    public static async Task<IReadOnlyDictionary<string, string?>> JudgeAsync(string schema, params string[] inputs)
    {
        await s_installed.Value;
        string schemaPath = Path.Combine(Repository.Root, "src", "Autobatch", "Schemas", schema);
        string json = await RunAsync("node", [Path.Combine(Folder, "judge.mjs"), schemaPath, .. inputs], TimeSpan.FromMinutes(1));
        return JsonSerializer.Deserialize<Dictionary<string, string?>>(json)!;
    }

    private static async Task InstallAsync()
    {
        if (!File.Exists(Path.Combine(Folder, "node_modules", "ajv", "package.json")))
        {
            await RunAsync("npm", ["ci", "--no-audit", "--no-fund"], TimeSpan.FromMinutes(5));
        }
    }

    private static async Task<string> RunAsync(string file, IReadOnlyList<string> arguments, TimeSpan limit)
    {
        ProcessStartInfo start = new(file, arguments) { WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start) ?? throw new InvalidOperationException($"{file} did not start.");
        using CancellationTokenSource timeout = new(limit);
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(timeout.Token);
            Task<string> error = process.StandardError.ReadToEndAsync(timeout.Token);
            await process.WaitForExitAsync(timeout.Token);
            Assert.True(process.ExitCode == 0, $"{file} ended with {process.ExitCode}: {await error}");
            return await output;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{file} {string.Join(' ', arguments)} took longer than {limit}.");
        }
    }
}
