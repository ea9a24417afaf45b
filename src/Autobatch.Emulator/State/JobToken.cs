using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Autobatch.Emulator.Model;

namespace Autobatch.Emulator.State;

/// <summary>
/// What authenticationTokenSettings gives to a task: access to its own job and nothing else, for as long as that job is there.
/// It is derived, so that a restart takes no task's token away; a job made anew under the same id has another one.
/// </summary>
internal static class JobToken
{
    private const string Prefix = "job.";
    private static readonly byte[] s_key = HMACSHA256.HashData(Convert.FromBase64String(WellKnown.AccountKey), "task authentication token"u8);

    /// <summary>The token of a job.</summary>
    public static string For(JobEntry job)
    {
        var name = Encode(Encoding.UTF8.GetBytes($"{job.Account.Name}/{job.Record.Id}"));
        return $"{Prefix}{name}.{Encode(Seal(job.Account.Name, job.Record))}";
    }

    /// <summary>The job of a token, or null when it is none of ours. Under the gate.</summary>
    public static JobEntry? Find(World world, string token)
    {
        if (token.Split('.') is not [var kind, var name, var seal] || kind + "." != Prefix || Decode(name) is not { } named || Decode(seal) is not { } given)
        {
            return null;
        }

        return Encoding.UTF8.GetString(named).Split('/', 2) is [var account, var id]
            && world.Accounts.TryGetValue(account, out var state)
            && state.Jobs.TryGetValue(id, out var job)
            && CryptographicOperations.FixedTimeEquals(given, Seal(account, job.Record)) ? job : null;
    }

    private static byte[] Seal(string account, JobRecord job) =>
        HMACSHA256.HashData(s_key, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{account}/{job.Id}/{job.CreationTime.UtcTicks}")));

    private static string Encode(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);

    private static byte[]? Decode(string text) =>
        System.Buffers.Text.Base64Url.IsValid(text) ? System.Buffers.Text.Base64Url.DecodeFromChars(text) : null;
}
