using Autobatch.Emulator.Faults;
using Autobatch.Emulator.Protocol;
using Autobatch.Emulator.ResourceManager;

namespace Autobatch.Emulator.Control;

/// <summary>Forgets all pools, jobs, applications, faults, changed quotas and changed accounts, ends processes and removes directories. Blobs stay.</summary>
internal static class Reset
{
    public static async ValueTask<Reply> RunAsync(Call call)
    {
        AccountRemoval removal;
        lock (call.World.Gate)
        {
            removal = AccountRemoval.Of(call.World.Accounts.Values);
            call.World.Clear();
            call.Services.Faults.Replace([]);
        }

        await removal.FinishAsync(call);
        return Reply.Of(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("status", "reset");
            writer.WriteEndObject();
        });
    }
}
