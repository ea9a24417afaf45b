using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Microsoft.Azure.Functions.Worker.Runtime.Settings;

/// <summary>The settings <c>Autobatch:Local:*</c>, read once at start.</summary>
internal sealed record LocalOptions
{
    /// <summary>The port on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; } = 7071;

    /// <summary>Where the engine's database and the blob events are; null for a temporary folder that goes away at the end.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>Whether HTTP functions ask for keys.</summary>
    public bool RequireKeys { get; init; }

    /// <summary>Keys by name: <c>master</c>, <c>system</c>, <c>default</c>, or a function's name.</summary>
    public IReadOnlyDictionary<string, string> Keys { get; init; } = new Dictionary<string, string>();

    /// <summary>How often containers of scanning blob triggers are listed.</summary>
    public TimeSpan BlobScanInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The wait before a failed blob's second attempt; it doubles with each.</summary>
    public TimeSpan BlobRetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a message of a queue is away from others before its lease is renewed; a killed host's messages are seen again after it.</summary>
    public TimeSpan QueueLease { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The queue for blobs that failed every attempt; two apps on one storage account each want their own.</summary>
    public string BlobPoisonQueue { get; init; } = "webjobs-blobtrigger-poison";

    /// <summary>How long a stopping host waits for running invocations.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(30);

    public static LocalOptions Read(IConfiguration configuration, List<string> errors)
    {
        IConfigurationSection local = configuration.GetSection("Autobatch:Local");
        var defaults = new LocalOptions();
        LocalOptions options = defaults with
        {
            Port = ReadPort(local, defaults.Port, errors),
            DataDirectory = local["DataDirectory"] is { Length: > 0 } folder ? Path.GetFullPath(folder) : null,
            RequireKeys = ReadFlag(local, "RequireKeys", errors),
            Keys = local.GetSection("Keys").GetChildren().Where(k => !string.IsNullOrEmpty(k.Value))
                .ToDictionary(k => k.Key, k => k.Value!, StringComparer.OrdinalIgnoreCase),
            BlobScanInterval = ReadSpan(local, "BlobScanInterval", defaults.BlobScanInterval, errors),
            BlobRetryDelay = ReadSpan(local, "BlobRetryDelay", defaults.BlobRetryDelay, errors),
            QueueLease = ReadSpan(local, "QueueLease", defaults.QueueLease, errors),
            BlobPoisonQueue = local["BlobPoisonQueue"] is { Length: > 0 } poison ? poison : defaults.BlobPoisonQueue,
            DrainTimeout = ReadSpan(local, "DrainTimeout", defaults.DrainTimeout, errors),
        };
        if (options.RequireKeys && options.Keys.Count == 0)
            errors.Add("Setting Autobatch:Local:RequireKeys is true, but no key is set. Set Autobatch:Local:Keys:default.");
        return options;
    }

    private static int ReadPort(IConfigurationSection local, int otherwise, List<string> errors)
    {
        if (local["Port"] is not { Length: > 0 } text) return otherwise;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port <= 65535) return port;
        errors.Add($"Setting Autobatch:Local:Port '{text}' must be a port from 0 (any free) to 65535.");
        return otherwise;
    }

    private static bool ReadFlag(IConfigurationSection local, string name, List<string> errors)
    {
        if (local[name] is not { Length: > 0 } text) return false;
        if (bool.TryParse(text, out bool flag)) return flag;
        errors.Add($"Setting Autobatch:Local:{name} '{text}' must be true or false.");
        return false;
    }

    private static TimeSpan ReadSpan(IConfigurationSection local, string name, TimeSpan otherwise, List<string> errors)
    {
        if (local[name] is not { Length: > 0 } text) return otherwise;
        if (TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan span) && span > TimeSpan.Zero && span.TotalDays <= 1)
            return span;
        errors.Add($"Setting Autobatch:Local:{name} '{text}' must be hh:mm:ss, more than zero and at most a day.");
        return otherwise;
    }
}
