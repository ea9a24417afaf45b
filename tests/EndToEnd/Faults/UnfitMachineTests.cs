using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Autobatch.EndToEnd.Support;
using Autobatch.Testing;

namespace Autobatch.EndToEnd.Faults;

/// <summary>A full disk, a folder that cannot be written, a port that is taken: each program says so in one line, with its mend, and ends.</summary>
public sealed partial class UnfitMachineTests : IDisposable
{
    private const int NotFit = 3;
    private const string Run = "Autobatch.Local run";
    private const string Start = "Autobatch.Local start";
    private readonly TemporaryFolder _folder = new();

    /// <summary>Those that take ports.</summary>
    public static TheoryData<string> Servers => [Start, "Autobatch.Emulator", "Autobatch.Functions"];

    public static TheoryData<string> Programs => [Start, Run, "Autobatch.Emulator", "Autobatch.Functions"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task A_full_disk_is_one_line(string program)
    {
        using SmallDisk? disk = SmallDisk.TryMount(_folder["disk"], "size=1m");
        Assert.SkipUnless(disk is not null, SmallDisk.NoMount);
        disk.Fill();

        string line = await LineAsync(program, disk.Path, 0);

        Assert.Contains(disk.Path, line, StringComparison.Ordinal);
        Assert.Contains("oom", line, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task A_folder_that_cannot_be_written_is_one_line(string program)
    {
        using SmallDisk? disk = SmallDisk.TryMount(_folder["disk"], "size=100m,ro");
        Assert.SkipUnless(disk is not null, SmallDisk.NoMount);

        string line = await LineAsync(program, disk.Path, 0);

        Assert.Contains(disk.Path, line, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task A_port_that_is_taken_is_one_line(string program)
    {
        using TcpListener holder = new(IPAddress.Loopback, 0);
        holder.Start();
        int port = ((IPEndPoint)holder.LocalEndpoint).Port;

        string line = await LineAsync(program, _folder["data"], port);

        Assert.Contains($"{port}", line, StringComparison.Ordinal);
    }

    // Everything that was written to the error stream beside the log, which must be one line.
    private async Task<string> LineAsync(string program, string data, int port)
    {
        using LocalProcess process = LocalProcess.StartProgram(_folder, program.Split(' ')[0], Settings(data, port), Arguments(program, data, port));

        int exit = await process.ExitAsync(TestContext.Current.CancellationToken, TimeSpan.FromMinutes(2));

        Assert.True(exit == NotFit, $"{exit} {process.All}");
        Assert.DoesNotContain("   at ", process.All, StringComparison.Ordinal);
        return Assert.Single(process.Errors, line => !LogLine().IsMatch(line));
    }

    [GeneratedRegex("^[0-9TZ:.-]+ (info|warn|fail): ")]
    private static partial Regex LogLine();

    private string[] Arguments(string program, string data, int port) => program switch
    {
        Run => ["run", Manifest(), "--data", data],
        Start => ["start", "--data", data, "--port", $"{port}", "--blobPort", "0", "--queuePort", "0", "--tablePort", "0", "--batchHttpPort", "0", "--batchHttpsPort", "0"],
        "Autobatch.Emulator" => ["--location", data, "--httpPort", $"{port}", "--httpsPort", "0", "--silent"],
        _ => [],
    };

    private string Manifest()
    {
        string path = _folder["one.job.json"];
        File.WriteAllText(path, """{ "schemaVersion": "1.0", "id": "one", "tasks": [ { "id": "a", "commandLine": "/bin/true" } ] }""");
        return path;
    }

    private static Dictionary<string, string> Settings(string data, int port) => new()
    {
        ["AzureWebJobsStorage"] = "UseDevelopmentStorage=true",
        ["AutoStorage"] = "UseDevelopmentStorage=true",
        ["Autobatch:Local:DataDirectory"] = data,
        ["Autobatch:Local:Port"] = $"{port}",
        ["Autobatch:Accounts:0:Name"] = "devbatchaccount1",
        ["Autobatch:Accounts:0:ResourceId"] = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/local/providers/Microsoft.Batch/batchAccounts/devbatchaccount1",
        ["Autobatch:Accounts:0:Endpoint"] = "http://127.0.0.1:1/",
        ["Autobatch:Accounts:0:Key"] = "QXV0b2JhdGNo",
    };
}
