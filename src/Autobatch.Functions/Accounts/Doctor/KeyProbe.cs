using System.Security.Cryptography;
using System.Text;
using Autobatch.Accounts.Doctor;
using Azure;
using Azure.ResourceManager.Batch.Models;

namespace Autobatch.Functions.Accounts.Doctor;

/// <summary>Compares the key in the settings with those of the account. No key leaves this class.</summary>
internal static class KeyProbe
{
    private const string Untold = "The app may not read the account's keys, so the check 'credentials' alone tells.";

    public static async Task<DoctorCheck> AgreesAsync(BatchAccount account, CancellationToken cancellationToken)
    {
        if (!account.UsesKey)
        {
            return DoctorCheck.Ok(CheckNames.Key, "No key is configured; the app uses its identity.");
        }

        try
        {
            BatchAccountKeys keys = await account.Resource.GetKeysAsync(cancellationToken);
            return account.HasKey(k => Same(k, keys.Primary)) ? DoctorCheck.Ok(CheckNames.Key, "The key is the account's primary one.")
                : account.HasKey(k => Same(k, keys.Secondary)) ? DoctorCheck.Ok(CheckNames.Key, "The key is the account's secondary one.")
                : DoctorCheck.Problem(
                    CheckNames.Key, "The key in the settings is none of this account's.", "Set Key to the account's primary or secondary key; it was regenerated, or belongs to another account.");
        }
        catch (RequestFailedException e) when (e.Status is 401 or 403 or 404)
        {
            return DoctorCheck.Unknown(CheckNames.Key, Untold);
        }
    }

    private static bool Same(string ours, string? theirs) =>
        theirs is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(ours), Encoding.UTF8.GetBytes(theirs));
}
