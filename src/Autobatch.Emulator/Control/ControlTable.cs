using Autobatch.Emulator.Protocol;
using Autobatch.Emulator.Tokens;

namespace Autobatch.Emulator.Control;

/// <summary>Operations of the emulator itself; without authentication, from this machine only.</summary>
internal static class ControlTable
{
    public static IReadOnlyList<Operation> Operations { get; } =
    [
        Row("GET", "/_emulator/health", 200, Health),
        Row("POST", "/_emulator/reset", 200, Reset.RunAsync),
        Row("GET", "/_emulator/operations", 200, FaultOperations.Operations),
        Row("GET", "/_emulator/faults", 200, FaultOperations.List),
        Row("PUT", "/_emulator/faults", 200, FaultOperations.Replace),
        Row("DELETE", "/_emulator/faults", 200, FaultOperations.Clear),
        Row("POST", "/_emulator/faults", 201, FaultOperations.Add),
        Row("GET", "/_emulator/faults/{faultId}", 200, FaultOperations.Get),
        Row("PUT", "/_emulator/faults/{faultId}", 200, FaultOperations.Put),
        Row("DELETE", "/_emulator/faults/{faultId}", 204, FaultOperations.Delete),
        Row("POST", "/_emulator/autoscale/simulate", 200, SimulationOperations.Run),
        Row("GET", "/_emulator/identity/token", 200, TokenOperations.ManagedIdentity),
        Row("GET", "/_emulator/accounts/{accountName}/quotas", 200, QuotaOperations.Get),
        Row("PATCH", "/_emulator/accounts/{accountName}/quotas", 200, QuotaOperations.Patch),
    ];

    private static ValueTask<Reply> Health(Call call)
    {
        int jobs, pools;
        lock (call.World.Gate)
        {
            jobs = call.World.Accounts.Values.Sum(account => account.Jobs.Count);
            pools = call.World.Accounts.Values.Sum(account => account.Pools.Count);
        }

        return new(Reply.Of(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("status", "ok");
            writer.WriteNumber("pools", pools);
            writer.WriteNumber("jobs", jobs);
            writer.WriteEndObject();
        }));
    }

    private static Operation Row(string method, string route, int success, Func<Call, ValueTask<Reply>> handler) =>
        new(method, route, success, handler, Plane.Control);
}
