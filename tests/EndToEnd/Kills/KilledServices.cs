using System.Net.Http.Json;
using System.Text.Json;
using Autobatch.Batch;
using Autobatch.EndToEnd.Support;
using Autobatch.Functions.Storage;
using Autobatch.Histories;
using Autobatch.Local.Hosting;
using Autobatch.Results;
using Autobatch.Runs;
using Autobatch.Standins.Runtime.Durable.History;
using Autobatch.Testing;
using Azure.Data.Tables;
using Azure.Storage.Blobs;

namespace Autobatch.EndToEnd.Kills;

/// <summary>
/// <c>start</c> as a process on a folder of its own, that a test kills with SIGKILL (emulator, function app and engine at once) and starts again.
/// Azurite outlives the kills, as it does for users.
/// </summary>
internal sealed class KilledServices : IAsyncDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(3);
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _settings = new() { ["Autobatch:Audit:Schedule"] = "*/1 * * * * *" };
    private LocalProcess? _process;

    private readonly string[] _more;

    private KilledServices(string[] more) => _more = more;

    public HttpClient Http { get; private set; } = null!;

    public BlobServiceClient Storage { get; private set; } = null!;

    public TableClient Ledger { get; private set; } = null!;

    public BatchDataClient Batch { get; private set; } = null!;

    /// <summary>The durable engine's file.</summary>
    public string Database => Path.Combine(_folder["data"], "functions", "Autobatch.db");

    /// <summary>Where the emulator keeps its nodes' files.</summary>
    public string EmulatorFolder => Path.Combine(_folder["data"], "emulator");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private LocalProcess Process => _process ?? throw new InvalidOperationException("Nothing was started.");

    public static Task<KilledServices> StartAsync() => StartAsync([]);

    /// <summary>The same with more options of <c>start</c>, and with settings.</summary>
    public static async Task<KilledServices> StartAsync(string[] options, params (string Key, string Value)[] settings)
    {
        KilledServices services = new(options);
        await services.StartAgainAsync(settings);
        return services;
    }

    /// <summary>The connection string of a storage account, as <c>start</c> printed it.</summary>
    public string ConnectionOf(string account) =>
        Process.Output.First(line => line.StartsWith($"DefaultEndpointsProtocol=http;AccountName={account};", StringComparison.Ordinal));

    /// <summary>Ends the process at once, and waits until it is gone.</summary>
    public async Task KillAsync()
    {
        Process.Kill();
        await Process.ExitAsync(Cancel);
        Process.Dispose();
        Http.Dispose();
        _process = null;
    }

    /// <summary>Starts it on the same data, with more settings.</summary>
    public async Task StartAgainAsync(params (string Key, string Value)[] settings)
    {
        foreach ((string key, string value) in settings)
        {
            _settings[key] = value;
        }

        _process = LocalProcess.StartServer(_folder, _settings, _more);
        string connection = await Process.LineAsync(line => line.StartsWith("DefaultEndpointsProtocol=", StringComparison.Ordinal), "the connection string", Cancel);
        Http = new HttpClient { BaseAddress = Address("Function app  ") };
        Storage = new BlobServiceClient(connection);
        Ledger = new TableClient(connection, AppStorage.LedgerTable);
        Batch = new BatchDataClient(Address("Batch emulator  "), WellKnownNames.BatchAccount, WellKnownNames.BatchKey);
    }

    /// <summary>Uploads a blob; gives the id of what its version starts.</summary>
    public async Task<string> DropAsync(string container, string name, BinaryData content)
    {
        string etag = (await Storage.GetBlobContainerClient(container).GetBlobClient(name).UploadAsync(content, overwrite: true, Cancel)).Value.ETag.ToString();
        return Ids.ForBlob(Storage.AccountName, container, name, etag);
    }

    /// <summary>Waits for the end of a run or registration; gives what the app says of it.</summary>
    public Task<JsonDocument> EndOfAsync(string id) => Wait.ForAsync(
        async () =>
        {
            using HttpResponseMessage answer = await Http.GetAsync($"api/runs/{id}", Cancel);
            JsonDocument? run = answer.IsSuccessStatusCode ? await answer.Content.ReadFromJsonAsync<JsonDocument>(Cancel) : null;
            return run is not null && RunStatus.IsFinal(run.RootElement.GetProperty("status").GetString()!) ? run : null;
        },
        () => $"{id} ends\n{Process.All}",
        s_limit,
        Cancel);

    /// <summary>A run's result, which fits its schema.</summary>
    public async Task<JsonElement> ResultAsync(string runId)
    {
        BinaryData content = (await Storage.GetBlobContainerClient("results").GetBlobClient($"{runId}/result.json").DownloadContentAsync(Cancel)).Value.Content;
        Assert.Empty(ResultSchema.Check(content.ToMemory()));
        return JsonElement.Parse(content);
    }

    /// <summary>The history of an orchestration as it is on disk, also while nothing runs.</summary>
    public IReadOnlyList<HistoryEvent> History(string instance) => HistoryRecorder.Read(Database, instance);

    /// <summary>Names of the blobs under a prefix.</summary>
    public async Task<List<string>> BlobsAsync(string container, string prefix)
    {
        List<string> names = [];
        await foreach (Azure.Storage.Blobs.Models.BlobItem blob in
            Storage.GetBlobContainerClient(container).GetBlobsAsync(new Azure.Storage.Blobs.Models.GetBlobsOptions { Prefix = prefix }, Cancel))
        {
            names.Add(blob.Name);
        }

        return names;
    }

    /// <summary>Every row of the ledger that is of a run.</summary>
    public async Task<List<TableEntity>> RowsAsync() => await Ledger.QueryAsync<TableEntity>(cancellationToken: Cancel)
        .Where(row => LedgerFilter.IsOfARun(row.PartitionKey, row.RowKey))
        .ToListAsync(Cancel);

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Interrupt();
            Assert.True(await _process.ExitAsync(CancellationToken.None) == 0, _process.All);
            _process.Dispose();
            Http.Dispose();
        }

        Assert.Empty(Leftovers.Of(_folder["data"]));
        _folder.Dispose();
    }

    private Uri Address(string words) => new(Process.Output.First(line => line.StartsWith(words, StringComparison.Ordinal))[words.Length..].Trim().Split(' ')[0]);
}
