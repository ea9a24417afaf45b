using Autobatch.Standins.Runtime.Durable;
using Autobatch.Testing;
using Microsoft.Azure.Functions.Worker.Runtime.Durable;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Autobatch.Functions.Tests.Histories;

/// <summary>The app's own functions, built as always and never started: its settings lead nowhere.</summary>
public sealed class AppCode : IDisposable
{
    private const string Storage = "DefaultEndpointsProtocol=http;AccountName=nobody;AccountKey=bm9ib2R5;BlobEndpoint=http://127.0.0.1:9/nobody;TableEndpoint=http://127.0.0.1:9/nobody";

    private readonly TemporaryFolder _folder = new();
    private readonly IHost _host;

    public AppCode()
    {
        Dictionary<string, string> settings = new()
        {
            ["AzureWebJobsStorage"] = Storage,
            ["AutoStorage"] = Storage,
            ["Autobatch:Local:Port"] = "0",
            ["Autobatch:Local:DataDirectory"] = _folder.Path,
            ["Autobatch:Accounts:0:Name"] = "nobody",
            ["Autobatch:Accounts:0:ResourceId"] =
                "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/local/providers/Microsoft.Batch/batchAccounts/nobody",
            ["Autobatch:Accounts:0:Endpoint"] = "http://127.0.0.1:9",
            ["Autobatch:Accounts:0:Key"] = "bm9ib2R5",
        };
        _host = FunctionApp.Build([.. settings.Select(s => $"--{s.Key}={s.Value}")]);
        Dispatcher = _host.Services.GetRequiredService<FunctionDispatcher>();
    }

    internal IDurableTaskDispatcher Dispatcher { get; }

    public void Dispose()
    {
        _host.Dispose();
        _folder.Dispose();
    }
}
