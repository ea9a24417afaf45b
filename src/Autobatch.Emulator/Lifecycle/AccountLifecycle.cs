using Autobatch.Emulator.Model;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.Lifecycle;

/// <summary>Deletions of accounts that take their time. Under the gate.</summary>
internal sealed class AccountLifecycle(World world)
{
    /// <summary>Forgets the accounts whose time has come; the answer is when the next one's will.</summary>
    public DateTimeOffset? Settle()
    {
        DateTimeOffset? next = null;
        foreach (var account in world.Accounts.Values.Where(account => account.Record.Deleting).ToList())
        {
            if (account.Record.SettlesAt <= world.Now())
            {
                world.Remove(account);
            }
            else
            {
                next = Due.Earlier(next, account.Record.SettlesAt);
            }
        }

        return next;
    }
}
