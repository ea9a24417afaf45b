using Autobatch.Emulator.Protocol;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.Control;

/// <summary>Forgets all pools, jobs, applications, faults and changed quotas, ends processes and removes directories. Blobs stay.</summary>
internal static class Reset
{
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(30);

    public static async ValueTask<Reply> RunAsync(Call call)
    {
        List<Task> ends = [];
        List<Nodes.NodePlace> nodes = [];
        lock (call.World.Gate)
        {
            foreach (var node in call.World.Accounts.Values.SelectMany(account => account.Pools.Values).SelectMany(pool => pool.Nodes.Values))
            {
                nodes.Add(node.Place);
                ends.AddRange(node.Work.Select(attempt => attempt.Ended.Task));
            }

            call.World.Clear();
            call.Services.Faults.Replace([]);
            foreach (var account in call.World.Accounts.Values)
            {
                account.Quotas = call.Services.Options.Quotas;
            }
        }

        await Task.WhenAll(ends).WaitAsync(s_longestWait, call.Services.Options.TimeProvider, call.Aborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var node in nodes)
        {
            await call.Services.Agent.RemoveNodeAsync(node, call.Aborted);
        }

        return Reply.Of(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("status", "reset");
            writer.WriteEndObject();
        });
    }
}
