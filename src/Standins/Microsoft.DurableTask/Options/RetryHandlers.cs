namespace Microsoft.DurableTask;

/// <summary>Decides after a failure whether to try again. Runs as orchestrator code: it must be deterministic.</summary>
public delegate bool RetryHandler(RetryContext retryContext);

/// <summary>Decides after a failure whether to try again; may await durable tasks, such as a timer for the delay.</summary>
public delegate Task<bool> AsyncRetryHandler(RetryContext retryContext);
