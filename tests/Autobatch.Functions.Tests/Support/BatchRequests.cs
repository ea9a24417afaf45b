using System.Collections.Concurrent;
using Autobatch.Batch;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Configuration;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Autobatch.Functions.Tests.Support;

/// <summary>Batch accounts whose requests are noted: answered by an emulator, or made up.</summary>
internal sealed class BatchRequests : DelegatingHandler
{
    private readonly Func<HttpRequestMessage, HttpResponseMessage>? _answer;

    public BatchRequests(Func<HttpRequestMessage, HttpResponseMessage>? answer = null)
        : base(new HttpClientHandler()) => _answer = answer;

    /// <summary>Verb and path of each request, in the order they came.</summary>
    public ConcurrentQueue<string> Seen { get; } = new();

    public BatchAccount Account(Uri endpoint, string name, string key)
    {
        BatchDataClient data = new(endpoint, name, key, new BatchDataClientOptions { Transport = new HttpClientTransport(this) });
        return new BatchAccount(new AccountOptions(name, endpoint, new ResourceIdentifier(RunningApp.ResourceId), key), data, null!);
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Seen.Enqueue($"{request.Method} {request.RequestUri!.AbsolutePath}");
        return _answer is null ? base.SendAsync(request, cancellationToken) : Task.FromResult(_answer(request));
    }
}
