namespace Autobatch.Functions;

/// <summary>Two hands met at a moment that passes by itself; the activity's retry finds it settled.</summary>
internal sealed class RetryLaterException(string message) : Exception(message);
