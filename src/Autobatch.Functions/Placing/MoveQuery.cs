using Autobatch.Functions.Runs;

namespace Autobatch.Functions.Placing;

/// <summary>A run on its way from one account to another.</summary>
/// <param name="Run">The run.</param>
/// <param name="Job">Its job in the account that it leaves.</param>
/// <param name="Left">Accounts that it had left before.</param>
/// <param name="To">Where it goes.</param>
/// <param name="Answers">Whether the account that it leaves answers.</param>
internal sealed record MoveQuery(RunInput Run, RunJob Job, IReadOnlyList<LeftAccount> Left, Placed To, bool Answers);
