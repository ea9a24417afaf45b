using Azure.Core;

namespace Autobatch.Batch;

/// <summary>
/// Options of <see cref="BatchDataClient"/>. Retry, transport and diagnostics are Azure.Core's own:
/// <see cref="ClientOptions.Retry"/> gives the number of tries and the delays, a Retry-After of the service is honoured.
/// </summary>
public sealed class BatchDataClientOptions : ClientOptions
{
    /// <summary>The data plane's api-version that this client speaks.</summary>
    public const string DefaultApiVersion = "2025-06-01";

    /// <summary>The api-version query of every request.</summary>
    public string ApiVersion { get; init; } = DefaultApiVersion;

    /// <summary>Dates SharedKey signatures (the service refuses a skew of more than 15 minutes) and paces the client's own waits.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
