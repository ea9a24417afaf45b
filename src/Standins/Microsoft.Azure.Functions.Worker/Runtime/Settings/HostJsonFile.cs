using System.Globalization;
using System.Text;
using System.Text.Json;
using Autobatch.Standins.Runtime.Durable.Versioning;
using Microsoft.Extensions.Configuration;

namespace Microsoft.Azure.Functions.Worker.Runtime.Settings;

/// <summary>Reads <c>host.json</c>, with settings <c>AzureFunctionsJobHost__…</c> over it, as the host does.</summary>
internal sealed class HostJsonFile(IConfiguration values, List<string> errors)
{
    public const string FileName = "host.json";

    private const int MostMessages = 32;

    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(24);

    public static HostJson Read(string folder, IConfiguration app, List<string> errors)
    {
        var builder = new ConfigurationBuilder();
        string path = Path.Combine(folder, FileName);
        if (File.Exists(path))
        {
            string text = File.ReadAllText(path);
            if (!Check(text, folder, errors)) text = "{}";
            builder.AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(text)));
        }

        builder.AddInMemoryCollection(app.GetSection("AzureFunctionsJobHost").AsEnumerable(makePathsRelative: true)
            .Where(pair => pair.Value is not null));
        return new HostJsonFile(builder.Build(), errors).Read();
    }

    private static bool Check(string text, string folder, List<string> errors)
    {
        try
        {
            using JsonDocument file = JsonDocument.Parse(
                text, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            if (file.RootElement.ValueKind == JsonValueKind.Object
                && file.RootElement.TryGetProperty("version", out JsonElement version)
                && version.ValueKind == JsonValueKind.String && version.GetString() == "2.0")
            {
                return true;
            }

            errors.Add($"{FileName}: \"version\" must be \"2.0\". Add it to the file in {folder}.");
        }
        catch (JsonException broken)
        {
            errors.Add($"{FileName}: not valid JSON at line {broken.LineNumber + 1}. Correct the file in {folder}.");
        }

        return false;
    }

    private HostJson Read()
    {
        var defaults = new HostJson { Logging = values.GetSection("logging") };
        return defaults with
        {
            FunctionTimeout = Timeout(defaults.FunctionTimeout),
            RoutePrefix = (values["extensions:http:routePrefix"] ?? defaults.RoutePrefix).Trim('/'),
            BlobParallelism = Count("extensions:blobs:maxDegreeOfParallelism", defaults.BlobParallelism),
            PoisonBlobThreshold = Count("extensions:blobs:poisonBlobThreshold", defaults.PoisonBlobThreshold),
            Queues = ReadQueues(defaults.Queues),
            HubName = values["extensions:durableTask:hubName"] is { Length: > 0 } hub ? hub : defaults.HubName,
            MaxConcurrentActivities = Count(
                "extensions:durableTask:maxConcurrentActivityFunctions", defaults.MaxConcurrentActivities),
            MaxConcurrentOrchestrators = Count(
                "extensions:durableTask:maxConcurrentOrchestratorFunctions", defaults.MaxConcurrentOrchestrators),
            Versioning = new VersioningOptions
            {
                DefaultVersion = values["extensions:durableTask:defaultVersion"] is { Length: > 0 } version ? version : null,
                MatchStrategy = Choice("extensions:durableTask:versionMatchStrategy", defaults.Versioning.MatchStrategy),
                FailureStrategy = Choice("extensions:durableTask:versionFailureStrategy", defaults.Versioning.FailureStrategy),
            },
        };
    }

    private QueueOptions ReadQueues(QueueOptions defaults)
    {
        int batch = Count("extensions:queues:batchSize", defaults.BatchSize);
        if (batch > MostMessages) errors.Add($"{FileName}: extensions.queues.batchSize '{batch}' must be at most {MostMessages}.");
        return defaults with
        {
            BatchSize = Math.Min(batch, MostMessages),
            NewBatchThreshold = Count("extensions:queues:newBatchThreshold", Math.Max(1, batch / 2)),
            MaxDequeueCount = Count("extensions:queues:maxDequeueCount", defaults.MaxDequeueCount),
            MaxPollingInterval = Span("extensions:queues:maxPollingInterval", defaults.MaxPollingInterval, TimeSpan.FromMilliseconds(100)),
            VisibilityTimeout = Span("extensions:queues:visibilityTimeout", defaults.VisibilityTimeout, TimeSpan.Zero),
            Encoding = Choice("extensions:queues:messageEncoding", defaults.Encoding),
        };
    }

    private TimeSpan Span(string key, TimeSpan otherwise, TimeSpan least)
    {
        string? text = values[key];
        if (string.IsNullOrEmpty(text)) return otherwise;
        if (TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan span) && span >= least && span.TotalDays <= 1) return span;
        errors.Add($"{FileName}: {key.Replace(':', '.')} '{text}' must be hh:mm:ss, from {least} to a day.");
        return otherwise;
    }

    private TimeSpan? Timeout(TimeSpan? otherwise)
    {
        string? text = values["functionTimeout"];
        if (string.IsNullOrEmpty(text)) return otherwise;
        if (text is "-1" or "-00:00:01") return null;
        if (TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan span) && span > TimeSpan.Zero && span <= LongestTimeout)
            return span;
        errors.Add($"{FileName}: functionTimeout '{text}' must be hh:mm:ss up to {LongestTimeout.Days} days, or \"-1\" for no bound.");
        return otherwise;
    }

    private T Choice<T>(string key, T otherwise)
        where T : struct, Enum
    {
        string? text = values[key];
        if (string.IsNullOrEmpty(text)) return otherwise;
        if (Enum.TryParse(text, ignoreCase: true, out T choice) && Enum.IsDefined(choice) && !char.IsAsciiDigit(text[0])) return choice;
        errors.Add($"{FileName}: {key.Replace(':', '.')} '{text}' must be one of {string.Join(", ", Enum.GetNames<T>())}.");
        return otherwise;
    }

    private int Count(string key, int otherwise)
    {
        string? text = values[key];
        if (string.IsNullOrEmpty(text)) return otherwise;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count > 0) return count;
        errors.Add($"{FileName}: {key.Replace(':', '.')} '{text}' must be a whole number from 1 on.");
        return otherwise;
    }
}
