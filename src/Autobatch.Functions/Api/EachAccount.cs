using Autobatch.Functions.Accounts;
using Azure;

namespace Autobatch.Functions.Api;

/// <summary>What every account answered to the same question, and what those said that did not answer: one account's fault hides no other.</summary>
internal sealed record EachAccount<T>(IReadOnlyDictionary<string, T> Answers, IReadOnlyDictionary<string, string> Unreachable);

/// <summary>Asks every account the same.</summary>
internal static class EachAccount
{
    public static async Task<EachAccount<T>> AskAsync<T>(
        BatchAccounts accounts, Func<BatchAccount, CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
    {
        (string Name, Task<T> Answer)[] asked = [.. accounts.All.Select(a => (a.Name, ask(a, cancellationToken)))];
        SortedDictionary<string, T> answers = new(StringComparer.Ordinal);
        SortedDictionary<string, string> unreachable = new(StringComparer.Ordinal);
        foreach ((string name, Task<T> answer) in asked)
        {
            try
            {
                answers[name] = await answer;
            }
            catch (Exception e) when (e is RequestFailedException or AggregateException)
            {
                // The message holds addresses: status and code say enough.
                unreachable[name] = e is RequestFailedException { Status: > 0 } failed ? $"{failed.Status} {failed.ErrorCode}".TrimEnd() : "no answer";
            }
        }

        return new EachAccount<T>(answers, unreachable);
    }
}
