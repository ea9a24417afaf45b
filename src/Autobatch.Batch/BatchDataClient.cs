using Azure.Core;

namespace Autobatch.Batch;

/// <summary>
/// The data plane of one Batch account, in REST words: bodies go out as the JSON that the caller has, and answers come back as
/// slim records of what the project decides on. Thread-safe; make one per account and keep it.
/// </summary>
/// <remarks>
/// Every method throws <see cref="BatchException"/> for what the service refuses, after the retries that
/// <see cref="RetrySafety"/> allows. A cancelled token ends a call at once with <see cref="OperationCanceledException"/>.
/// </remarks>
public sealed partial class BatchDataClient
{
    /// <summary>What a Microsoft Entra token must be for. The double slash belongs there (FACTS A.6).</summary>
    public const string TokenScope = "https://batch.core.windows.net//.default";

    /// <summary>The source of a span for each operation, with Azure.Core's spans of its tries below it.</summary>
    public const string ActivitySourceName = "Autobatch.Batch";

    private readonly BatchPipeline _pipeline;

    /// <summary>Authenticates with an account key (SharedKey), over http or https.</summary>
    /// <param name="endpoint">The account's URL, such as <c>https://account.region.batch.azure.com</c>.</param>
    /// <param name="accountName">The Batch account's name, which is part of each signature.</param>
    /// <param name="accountKey">The primary or secondary key, in base64.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <exception cref="ArgumentException">The endpoint or the key cannot be one.</exception>
    public BatchDataClient(Uri endpoint, string accountName, string accountKey, BatchDataClientOptions? options = null)
    {
        options ??= new BatchDataClientOptions();
        var policy = new SharedKeyPolicy(new SharedKeySigner(accountName, accountKey), options.TimeProvider);
        _pipeline = new BatchPipeline(endpoint, policy, options);
    }

    /// <summary>Authenticates with Microsoft Entra tokens; https only, since tokens are never sent in the clear.</summary>
    public BatchDataClient(Uri endpoint, TokenCredential credential, BatchDataClientOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(credential);
        _pipeline = new BatchPipeline(
            endpoint,
            new Azure.Core.Pipeline.BearerTokenAuthenticationPolicy(credential, TokenScope),
            options ?? new BatchDataClientOptions());
    }

    /// <summary>The account's URL.</summary>
    public Uri Endpoint => _pipeline.Endpoint;

    private static async Task<T?> IfExistsAsync<T>(Task<T> asked, string missing)
        where T : class
    {
        try
        {
            return await asked.ConfigureAwait(false);
        }
        catch (BatchException none) when (none.Code == missing)
        {
            return null;
        }
    }
}
