using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;

namespace Autobatch.Emulator.Hosting;

/// <summary>The command line, with names after Azurite's.</summary>
internal static class EmulatorCommand
{
    private const int EnvironmentNotFit = 3;
    private static readonly TimeSpan s_shortestPace = TimeSpan.FromMilliseconds(10);

    public static RootCommand Create()
    {
        var location = new Option<string?>("--location", "-l") { Description = "Folder of the state, the certificate and the nodes (default: .autobatch/emulator)" };
        var memory = new Option<bool>("--inMemoryPersistence") { Description = "Keep the state in memory; nothing is left when the emulator stops" };
        var host = new Option<IPAddress>("--host")
        {
            Description = "Address to listen on (default: 127.0.0.1); one that others reach needs keys of your own and a secret in --accounts",
            CustomParser = result => IPAddress.TryParse(result.Tokens.Single().Value, out var address) ? address : Wrong(result),
            DefaultValueFactory = _ => IPAddress.Loopback,
        };
        var http = Port("--httpPort", 10003, "Port of plain HTTP; 0 takes a free one");
        var https = Port("--httpsPort", 10004, "Port of HTTPS; 0 takes a free one");
        var storage = new Option<string>("--storage") { Description = "Connection string of the linked storage account", DefaultValueFactory = _ => EmulatorOptions.DevelopmentStorage };
        var certificate = new Option<string?>("--storageCertificate") { Description = "PEM file of a certificate that nodes trust, when the storage account answers by https" };
        var identity = new Option<bool>("--autoStorageByIdentity") { Description = "Link the storage account by the Batch account's managed identity: package URLs carry no SAS" };
        var accounts = new Option<string?>("--accounts") { Description = "JSON file of Batch accounts and storage accounts (docs/emulator.md)" };
        var accountQuota = Quota("--accountQuota", 3, "Batch accounts of a region");
        var activeJobs = Quota("--activeJobQuota", 300, "Active jobs and job schedules of an account");
        var pools = Quota("--poolQuota", 100, "Pools of an account");
        var dedicated = Quota("--dedicatedCoreQuota", 500, "Cores of dedicated nodes of an account");
        var lowPriority = Quota("--lowPriorityCoreQuota", 500, "Cores of low-priority nodes of an account");
        var period = Pace("--autoScaleSamplePeriod", TimeSpan.FromSeconds(30), "Time between two samples of a pool that scales by itself");
        var interval = Pace("--shortestAutoScaleInterval", TimeSpan.FromMinutes(5), "Shortest evaluation interval that a pool may have");
        var realistic = new Option<bool>("--realistic") { Description = "Take the service's time for allocation, scheduling, task counts and autoscale samples" };
        var containers = new Option<bool>("--containersAsProcesses") { Description = "Run tasks with containerSettings as processes of this machine, without their image, instead of refusing them" };
        var silent = new Option<bool>("--silent", "-s") { Description = "Do not log requests" };
        var debug = new Option<string?>("--debug", "-d") { Description = "File that gets every request and its answer, a line of JSON each, without secrets" };
        var root = new RootCommand("Azure Batch on one machine: tasks run as real processes.") { location, memory, host, http, https, storage, certificate, identity, accounts, accountQuota, activeJobs, pools, dedicated, lowPriority, period, interval, realistic, containers, silent, debug };
        root.Validators.Add(result =>
        {
            if (result.GetValue(memory) && result.GetValue(location) is not null)
            {
                result.AddError("--location and --inMemoryPersistence exclude each other.");
            }
        });
        root.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetValue(accounts),
            new()
            {
                Location = parsed.GetValue(memory) ? null : parsed.GetValue(location) ?? Path.Combine(".autobatch", "emulator"),
                Host = parsed.GetValue(host)!,
                HttpPort = parsed.GetValue(http),
                HttpsPort = parsed.GetValue(https),
                StorageConnectionString = parsed.GetValue(storage)!,
                StorageCertificate = parsed.GetValue(certificate),
                AutoStorageByIdentity = parsed.GetValue(identity),
                AccountQuota = parsed.GetValue(accountQuota),
                ActiveJobQuota = parsed.GetValue(activeJobs),
                PoolQuota = parsed.GetValue(pools),
                DedicatedCoreQuota = parsed.GetValue(dedicated),
                LowPriorityCoreQuota = parsed.GetValue(lowPriority),
                AutoScaleSamplePeriod = parsed.GetValue(period),
                ShortestAutoScaleInterval = parsed.GetValue(interval),
                Realistic = parsed.GetValue(realistic),
                ContainersAsProcesses = parsed.GetValue(containers),
                Silent = parsed.GetValue(silent),
                Debug = parsed.GetValue(debug),
            },
            cancellationToken));
        return root;
    }

    private static IPAddress Wrong(ArgumentResult result)
    {
        result.AddError("--host must be an IP address, for example 127.0.0.1 or 0.0.0.0.");
        return IPAddress.Loopback;
    }

    private static Option<int> Port(string name, int port, string description) => Number(name, port, 65535, description);

    private static Option<int> Quota(string name, int quota, string description) => Number(name, quota, int.MaxValue, description);

    private static Option<int> Number(string name, int otherwise, int most, string description)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => otherwise };
        option.Validators.Add(result =>
        {
            if (result.GetValue(option) is var number && (number < 0 || number > most))
            {
                result.AddError($"{name} must be from 0 to {most}.");
            }
        });
        return option;
    }

    private static Option<TimeSpan> Pace(string name, TimeSpan otherwise, string description)
    {
        var option = new Option<TimeSpan>(name) { Description = description, DefaultValueFactory = _ => otherwise };
        option.Validators.Add(result =>
        {
            if (result.GetValue(option) < s_shortestPace)
            {
                result.AddError($"{name} must be at least {s_shortestPace:c}.");
            }
        });
        return option;
    }

    private static async Task<int> RunAsync(string? accounts, EmulatorOptions options, CancellationToken cancellationToken)
    {
        // From the first moment on, and before the web server has handlers of its own: whoever starts it may end it before it is up.
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            _ = stopping.CancelAsync();
        }

        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var loggers = new ConsoleLog(options.Silent ? LogLevel.Warning : LogLevel.Information);
        try
        {
            options = AccountsFile.Apply(options, accounts);
            await using var host = await EmulatorHost.StartAsync(options, loggers, stopping.Token);
            await Console.Out.WriteLineAsync($"""
                Azure Batch emulator
                  http         {host.HttpAddress}
                  https        {host.HttpsAddress}
                  certificate  {host.CertificatePath}
                  accounts     {string.Join(", ", options.Accounts.Select(account => $"{account.Name} ({account.Location})"))}
                  key          {(options.Accounts.All(account => account.PrimaryKey == WellKnown.AccountKey) ? WellKnown.AccountKey : "of the accounts file")}
                """);
            if (!IPAddress.IsLoopback(options.Host))
            {
                await Console.Error.WriteLineAsync($"Warning: other machines reach {options.Host}. Whoever has a key or the secret runs programs as {Environment.UserName} on this one.");
            }

            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return 0;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            await Console.Error.WriteLineAsync($"The emulator cannot run: {StartFaults.Explain(e)}");
            return EnvironmentNotFit;
        }
    }
}
