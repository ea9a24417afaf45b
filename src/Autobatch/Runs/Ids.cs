using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Autobatch.Packages;

namespace Autobatch.Runs;

/// <summary>Ids that follow from what started something, so that doing it twice meets itself.</summary>
public static class Ids
{
    private const int MaxJobIdLength = 64;
    private const int SuffixLength = 12;

    /// <summary>The metadata item of a job that names its run.</summary>
    public const string RunMetadataName = "autobatch-run";

    /// <summary>The metadata item of a job that names the app whose run it is.</summary>
    public const string AppMetadataName = "autobatch-app";

    /// <summary>What names an app: its ledger. 32 hex digits.</summary>
    /// <param name="account">The storage account of the ledger.</param>
    /// <param name="table">The ledger's table.</param>
    public static string ForApp(string account, string table) => Hash("app", account, table);

    /// <summary>The id of what one version of a dropped blob starts: a run, or the registration of a package. 32 hex digits.</summary>
    /// <param name="account">The storage account's name.</param>
    /// <param name="container">The container's name.</param>
    /// <param name="blob">The blob's name.</param>
    /// <param name="etag">The blob's ETag; quotes around it do not count.</param>
    public static string ForBlob(string account, string container, string blob, string etag) =>
        Hash("blob", account, container, blob, (etag ?? throw new ArgumentNullException(nameof(etag))).Trim('"'));

    /// <summary>The id of a registration that brings a dropped zip into a further account. 32 hex digits.</summary>
    /// <param name="registration">The registration of the zip in the account of its storage.</param>
    /// <param name="account">The further account.</param>
    /// <param name="number">Counts registrations there, since versions may be pruned.</param>
    public static string ForPackageIn(string registration, string account, int number) =>
        Hash("package-in", registration, (account ?? throw new ArgumentNullException(nameof(account))).ToUpperInvariant(), number.ToString(CultureInfo.InvariantCulture));

    /// <summary>The id of what is done with a zip that a manifest brings. 32 hex digits.</summary>
    /// <param name="blob">The blob's version (<see cref="ForBlob"/>).</param>
    /// <param name="place">The Batch account that gets the version, or the storage account that gets the zip.</param>
    /// <param name="package">The package.</param>
    /// <param name="sha256">What the zip must hash to; null when any content is taken.</param>
    public static string ForPackageSource(string blob, string place, PackageReference package, string? sha256)
    {
        ArgumentNullException.ThrowIfNull(place);
        ArgumentNullException.ThrowIfNull(package);
        return Hash("package-source", blob, place.ToUpperInvariant(), package.ApplicationId.ToUpperInvariant(), package.Version!.ToUpperInvariant(), sha256 ?? "");
    }

    /// <summary>The id of a run's wish that a version of an application becomes its default in an account. 32 hex digits.</summary>
    public static string ForDefaultOf(string runId, string account, string applicationId)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(applicationId);
        return Hash("default-of", runId, account.ToUpperInvariant(), applicationId.ToUpperInvariant());
    }

    /// <summary>The id of the run that an idempotency key starts. 32 hex digits.</summary>
    public static string ForIdempotencyKey(string key) => Hash("key", key);

    /// <summary>The id of the run that works on a batch of files. 32 hex digits.</summary>
    /// <param name="workload">The workload's name.</param>
    /// <param name="version">Its version whose manifest the run follows.</param>
    /// <param name="files">Keys of the files, in the order of the batch.</param>
    /// <param name="replayOf">The run whose files are worked on again; empty the first time.</param>
    public static string ForBatch(string workload, string version, IEnumerable<string> files, string replayOf = "") =>
        Hash(["batch", workload, version, replayOf, .. files]);

    /// <summary>Instance id of the orchestration that collects a workload's files.</summary>
    public static string CollectorInstance(string workload) => $"collect-{workload}";

    /// <summary>The job's id: the manifest's id, cut to fit, a hyphen and the first 12 hex digits of the run id.</summary>
    public static string JobId(string manifestId, string runId)
    {
        ArgumentException.ThrowIfNullOrEmpty(manifestId);
        ArgumentException.ThrowIfNullOrEmpty(runId);
        string head = manifestId.Length > MaxJobIdLength - SuffixLength - 1 ? manifestId[..(MaxJobIdLength - SuffixLength - 1)] : manifestId;
        return $"{head}-{runId[..SuffixLength]}";
    }

    /// <summary>The id of the job in which a run goes on within its account: <c>k</c> and the number of the repair in the place of the last two digits.</summary>
    public static string RepairedJobId(string jobId, int repair)
    {
        ArgumentException.ThrowIfNullOrEmpty(jobId);
        return $"{jobId[..^2]}k{repair}";
    }

    /// <summary>The ids of the jobs that a run may have had in its account before this one; none unless it was repaired.</summary>
    public static IEnumerable<string> JobsBefore(string jobId, string runId)
    {
        ArgumentException.ThrowIfNullOrEmpty(jobId);
        ArgumentException.ThrowIfNullOrEmpty(runId);
        return jobId.Length > SuffixLength && jobId[^2] == 'k'
            ? Enumerable.Range(1, jobId[^1] - '1').Select(n => RepairedJobId(jobId, n)).Prepend(jobId[..^SuffixLength] + runId[..SuffixLength])
            : [];
    }

    /// <summary>Whether <paramref name="text"/> has the form of an id made here.</summary>
    public static bool IsId(string? text) => text is { Length: 32 } && text.All(char.IsAsciiHexDigitLower);

    /// <summary>Instance id of a run's orchestration.</summary>
    public static string RunInstance(string runId) => $"run-{runId}";

    /// <summary>Instance id of the orchestration that adds one window of a run's chunks, at its first try or a later one, in its first account or a later one.</summary>
    public static string WindowInstance(string runId, int window, int tries = 0, int move = 0) =>
        $"run-{runId}{(move == 0 ? "" : $"-m{move}")}-w{window}{(tries == 0 ? "" : $"-{tries}")}";

    /// <summary>Instance id of a package's registration: one at a time for each version.</summary>
    public static string PackageInstance(string account, string applicationId, string version)
    {
        ArgumentNullException.ThrowIfNull(applicationId);
        ArgumentNullException.ThrowIfNull(version);
        return $"package-{Hash("package", account, applicationId.ToUpperInvariant(), version.ToUpperInvariant())}";
    }

    /// <summary>The id of a change of an account: the same wish, of an account that has not changed since. 32 hex digits.</summary>
    public static string ForAccountChange(string account, string kind, string wish, string etag) => Hash("account-change", account, kind, wish, etag);

    /// <summary>Instance id of the orchestration that changes an account.</summary>
    public static string AccountChangeInstance(string changeId) => $"account-{changeId}";

    /// <summary>Instance id of a Batch account's watcher.</summary>
    public static string WatcherInstance(string batchAccount) => $"watch-{batchAccount}";

    /// <summary>SHA-256 of content, as 64 hex digits.</summary>
    public static string ContentHash(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    // Every part is preceded by its length, so that no two lists of parts give the same bytes.
    private static string Hash(params ReadOnlySpan<string> parts)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (string part in parts)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(part ?? throw new ArgumentNullException(nameof(parts)));
            BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));
    }
}
