using System.Globalization;
using Autobatch.Placement;
using Azure.Core;
using Microsoft.Extensions.Configuration;

namespace Autobatch.Functions.Configuration;

/// <summary>Reads and checks every setting of the app, once at start.</summary>
internal static class SettingsReader
{
    private const string Accounts = "Autobatch:Accounts";
    private const string LedgerTable = "Autobatch:Ledger:Table";
    private const string ResourceManager = "Autobatch:ResourceManager";

    /// <exception cref="SettingException">A setting is wrong or missing.</exception>
    public static AppOptions Read(IConfiguration configuration) => new()
    {
        Accounts = ReadAccounts(configuration),
        Storage = StorageReader.Read(configuration),
        Containers = new ContainerOptions(
            Container(configuration, "Packages"),
            Container(configuration, "Jobs"),
            Container(configuration, "Workloads"),
            Container(configuration, "Inputs"),
            Container(configuration, "Outputs"),
            Container(configuration, "Results"),
            Container(configuration, "Pools"),
            Container(configuration, "Staged"),
            Container(configuration, "Markers")),
        ResourceManager = ReadResourceManager(configuration),
        LedgerTable = Table(configuration),
        DefaultPool = DefaultPoolReader.Read(configuration.GetSection(DefaultPoolOptions.Section)),
        Notify = NotifyReader.Read(configuration.GetSection(NotifyOptions.Section)),
        Packages = new PackageOptions
        {
            MaxBytes = Number(configuration, $"{PackageOptions.Section}:MaxBytes", new PackageOptions().MaxBytes),
            MaxEntries = (int)Number(configuration, $"{PackageOptions.Section}:MaxEntries", new PackageOptions().MaxEntries, int.MaxValue),
            MaxUnpackedBytes = Number(configuration, $"{PackageOptions.Section}:MaxUnpackedBytes", new PackageOptions().MaxUnpackedBytes),
            MaxRatio = (int)Number(configuration, $"{PackageOptions.Section}:MaxRatio", new PackageOptions().MaxRatio, int.MaxValue),
            AllowUpdates = Flag(configuration, $"{PackageOptions.Section}:AllowUpdates"),
            Prune = new PruneOptions
            {
                Enabled = Flag(configuration, $"{PruneOptions.Section}:Enabled"),
                DryRun = configuration[$"{PruneOptions.Section}:DryRun"] is null or "" || Flag(configuration, $"{PruneOptions.Section}:DryRun"),
                KeepVersions = (int)Number(configuration, $"{PruneOptions.Section}:KeepVersions", new PruneOptions().KeepVersions, 1000),
                MinAge = Span(configuration, $"{PruneOptions.Section}:MinAge", new PruneOptions().MinAge, TimeSpan.Zero, TimeSpan.FromDays(3650)),
            },
        },
        Prices = PricesReader.Read(configuration.GetSection(PricesReader.Section)),
        Placement = new PlacementOptions
        {
            Policy = Policy(configuration),
            SpillAfter = Span(configuration, $"{PlacementOptions.Section}:SpillAfter", new PlacementOptions().SpillAfter, TimeSpan.Zero, TimeSpan.FromDays(7)),
            FailoverAfter = Span(configuration, $"{PlacementOptions.Section}:FailoverAfter", new PlacementOptions().FailoverAfter, TimeSpan.Zero, TimeSpan.FromDays(7)),
            RecordEvery = Span(configuration, $"{PlacementOptions.Section}:RecordEvery", new PlacementOptions().RecordEvery, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(2)),
        },
        Shares = new ShareOptions(ByWorkload(configuration, "Weight", ShareOptions.MostWeight), ByWorkload(configuration, "MaxActiveTasks", ShareOptions.MostActiveTasks)),
        Runs = new RunOptions
        {
            MaxTasks = (int)Number(configuration, $"{RunOptions.Section}:MaxTasks", new RunOptions().MaxTasks, 1_000_000),
            QueueTime = Span(configuration, $"{RunOptions.Section}:QueueTime", new RunOptions().QueueTime, TimeSpan.FromMinutes(1), TimeSpan.FromDays(6)),
            MaxWait = Span(configuration, $"{RunOptions.Section}:MaxWait", new RunOptions().MaxWait, TimeSpan.FromSeconds(1), TimeSpan.FromDays(7)),
            QuotaWait = Span(configuration, $"{RunOptions.Section}:QuotaWait", new RunOptions().QuotaWait, TimeSpan.FromSeconds(1), TimeSpan.FromDays(30)),
            PoolWait = Span(configuration, $"{RunOptions.Section}:PoolWait", new RunOptions().PoolWait, TimeSpan.FromSeconds(1), TimeSpan.FromDays(30)),
            PackageWait = Span(configuration, $"{RunOptions.Section}:PackageWait", new RunOptions().PackageWait, TimeSpan.Zero, TimeSpan.FromDays(7)),
            DeleteJobs = Flag(configuration, $"{RunOptions.Section}:DeleteJobs"),
            KeepStandardStreams = Flag(configuration, $"{RunOptions.Section}:KeepStandardStreams", new RunOptions().KeepStandardStreams),
        },
        Retention = RetentionReader.Read(configuration.GetSection(RetentionOptions.Section)),
        Events = new EventOptions(Queue(configuration, $"{EventOptions.Section}:Queue")),
        Api = new ApiOptions((int)Number(configuration, $"{ApiOptions.Section}:MaxEventStreams", ApiOptions.DefaultMaxEventStreams, 10_000)),
        Staging = new StagingOptions(
            HostPolicyReader.Read(configuration.GetSection(StagingOptions.Section)),
            Number(configuration, $"{StagingOptions.Section}:MaxBytes", StagingOptions.DefaultMaxBytes),
            (int)Number(configuration, $"{StagingOptions.Section}:BlockBytes", StagingOptions.DefaultBlockBytes, 100 * 1024 * 1024),
            Span(configuration, $"{StagingOptions.Section}:Wait", StagingOptions.DefaultWait, TimeSpan.FromSeconds(1), TimeSpan.FromDays(7))),
        Sweep = new SweepOptions(
            Span(configuration, $"{SweepOptions.Section}:Patience", SweepOptions.DefaultPatience, TimeSpan.Zero, TimeSpan.FromDays(1)),
            Span(configuration, $"{SweepOptions.Section}:UnknownAfter", SweepOptions.DefaultUnknownAfter, TimeSpan.Zero, TimeSpan.FromDays(365))),
        Doctor = new DoctorOptions(
            Flag(configuration, $"{DoctorOptions.Section}:AtStart", true),
            Span(configuration, $"{DoctorOptions.Section}:Timeout", DoctorOptions.DefaultTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(2))),
        Watch = ReadWatch(configuration),
        Telemetry = TelemetryReader.Read(configuration),
    };

    private static WatchOptions ReadWatch(IConfiguration configuration)
    {
        TimeSpan interval = Span(configuration, $"{WatchOptions.Section}:Interval", WatchOptions.DefaultInterval, TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(50));
        return new WatchOptions(interval, Flag(configuration, $"{WatchOptions.Section}:Markers", WatchOptions.MarkersPay(interval)));
    }

    private static List<AccountOptions> ReadAccounts(IConfiguration configuration)
    {
        List<AccountOptions> accounts = [];
        foreach (IConfigurationSection section in configuration.GetSection(Accounts).GetChildren())
        {
            string name = Required(section, "Name");
            if (accounts.Any(a => string.Equals(a.Name, name, StringComparison.OrdinalIgnoreCase)))
            {
                throw new SettingException($"{section.Path}:Name", $"the account '{name}' is configured twice.");
            }

            string resourceId = Required(section, "ResourceId");
            if (!ResourceIdentifier.TryParse(resourceId, out ResourceIdentifier? resource) || resource?.ResourceType != "Microsoft.Batch/batchAccounts")
            {
                throw new SettingException(
                    $"{section.Path}:ResourceId",
                    "is no Batch account; write /subscriptions/{id}/resourceGroups/{group}/providers/Microsoft.Batch/batchAccounts/{name}.");
            }

            accounts.Add(new AccountOptions(name, Url(section, "Endpoint"), resource, Key(section)));
        }

        return accounts.Count > 0 ? accounts : throw new SettingException($"{Accounts}:0:Name", "is missing; the app needs at least one Batch account.");
    }

    private static string? Key(IConfigurationSection section)
    {
        string? key = section["Key"];
        return string.IsNullOrEmpty(key) ? null
            : Convert.TryFromBase64String(key, new byte[key.Length], out _) ? key
            : throw new SettingException($"{section.Path}:Key", "is no base64; copy the account's primary or secondary key.");
    }

    private static ResourceManagerOptions? ReadResourceManager(IConfiguration configuration)
    {
        IConfigurationSection section = configuration.GetSection(ResourceManager);
        if (!section.Exists())
        {
            return null;
        }

        string? certificate = section["CertificatePath"];
        if (!string.IsNullOrEmpty(certificate) && !File.Exists(certificate))
        {
            throw new SettingException($"{section.Path}:CertificatePath", $"there is no file '{certificate}'.");
        }

        Uri endpoint = Url(section, "Endpoint");
        return endpoint.Scheme == Uri.UriSchemeHttps
            ? new ResourceManagerOptions(endpoint, section["DevelopmentToken"], string.IsNullOrEmpty(certificate) ? null : certificate)
            : throw new SettingException($"{section.Path}:Endpoint", "must be https, since tokens are sent to it.");
    }

    private static Dictionary<string, int> ByWorkload(IConfiguration configuration, string name, int most) => configuration.GetSection(ShareOptions.Section).GetChildren()
        .Where(w => w[name] is { Length: > 0 })
        .ToDictionary(w => w.Key, w => (int)Number(configuration, $"{w.Path}:{name}", 1, most), StringComparer.OrdinalIgnoreCase);

    private static string Policy(IConfiguration configuration)
    {
        string key = $"{PlacementOptions.Section}:Policy";
        return configuration[key] is not { Length: > 0 } text ? new PlacementOptions().Policy
            : PlacementPolicy.All.FirstOrDefault(p => string.Equals(p, text, StringComparison.OrdinalIgnoreCase))
            ?? throw new SettingException(key, $"'{text}' is none of {string.Join(", ", PlacementPolicy.All)}.");
    }

    private static string Container(IConfiguration configuration, string name)
    {
        string key = $"{ContainerOptions.Section}:{name}";
        string value = configuration[key] ?? "";
        return value.Length is >= 3 and <= 63 && value.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
                && !value.StartsWith('-') && !value.EndsWith('-') && !value.Contains("--", StringComparison.Ordinal)
            ? value
            : throw new SettingException(key, $"'{value}' is no container name: 3 to 63 lower-case letters, digits and single hyphens.");
    }

    // Its poison queue has seven characters more.
    private static string Queue(IConfiguration configuration, string key)
    {
        string value = configuration[key] ?? "";
        return value.Length is >= 3 and <= 56 && value.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
                && !value.StartsWith('-') && !value.EndsWith('-') && !value.Contains("--", StringComparison.Ordinal)
            ? value
            : throw new SettingException(key, $"'{value}' is no queue name: 3 to 56 lower-case letters, digits and single hyphens.");
    }

    private static string Table(IConfiguration configuration)
    {
        string name = configuration[LedgerTable] is { Length: > 0 } given ? given : Storage.AppStorage.LedgerTable;
        return name.Length is >= 3 and <= 63 && char.IsAsciiLetter(name[0]) && name.All(char.IsAsciiLetterOrDigit)
            ? name
            : throw new SettingException(LedgerTable, $"'{name}' is no table name: 3 to 63 letters and digits, a letter first.");
    }

    private static Uri Url(IConfigurationSection section, string name) =>
        Uri.TryCreate(Required(section, name), UriKind.Absolute, out Uri? url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
            ? url
            : throw new SettingException($"{section.Path}:{name}", $"'{section[name]}' is no http or https URL.");

    private static string Required(IConfigurationSection section, string name) =>
        section[name] is { Length: > 0 } value ? value : throw new SettingException($"{section.Path}:{name}", "is missing.");

    private static long Number(IConfiguration configuration, string key, long otherwise, long most = long.MaxValue) =>
        configuration[key] is not { Length: > 0 } text ? otherwise
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value) && value > 0 && value <= most ? value
        : throw new SettingException(key, $"'{text}' is no whole number from 1 to {most}.");

    private static bool Flag(IConfiguration configuration, string key, bool otherwise = false) =>
        configuration[key] is not { Length: > 0 } text ? otherwise
        : bool.TryParse(text, out bool value) ? value
        : throw new SettingException(key, $"'{text}' is neither true nor false.");

    private static TimeSpan Span(IConfiguration configuration, string key, TimeSpan otherwise, TimeSpan least, TimeSpan most) =>
        configuration[key] is not { Length: > 0 } text ? otherwise
        : TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan value) && value >= least && value <= most ? value
        : throw new SettingException(key, $"'{text}' is no time span (d.hh:mm:ss) from {least} to {most}.");
}
