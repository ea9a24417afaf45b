namespace Autobatch.Functions;

/// <summary>Tells this app's jobs from those of other apps that share a Batch account: whoever has the same ledger is the same app.</summary>
/// <param name="Id">A value for the job's metadata.</param>
internal sealed record AppIdentity(string Id);
