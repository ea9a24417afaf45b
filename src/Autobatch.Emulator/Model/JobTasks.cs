using System.Text.Json;

namespace Autobatch.Emulator.Model;

/// <summary>A job's preparation task (FACTS C.2).</summary>
/// <param name="Id">Its id.</param>
/// <param name="WaitForSuccess">Whether tasks wait for it.</param>
/// <param name="RerunAfterReboot">Whether it runs again on a node that was booted again.</param>
/// <param name="MaxRetries">-1 is no limit.</param>
/// <param name="MaxWallClockTime">Of one attempt; null is no limit.</param>
/// <param name="Retention">How long its directory is kept; null is for ever.</param>
/// <param name="Body">As it was sent.</param>
internal sealed record JobPreparation(string Id, bool WaitForSuccess, bool RerunAfterReboot, int MaxRetries, TimeSpan? MaxWallClockTime, TimeSpan? Retention, JsonElement Body)
{
    public const string DefaultId = "jobpreparation";

    /// <summary>Reads a body that has passed validation; its retries are the job's unless it has its own (FACTS R.3).</summary>
    public static JobPreparation? Read(JsonElement? body, int jobRetries) => body is not { } task ? null : new(
        task.Property("id")?.GetString() ?? DefaultId,
        task.Property("waitForSuccess")?.GetBoolean() ?? true,
        task.Property("rerunOnNodeRebootAfterSuccess")?.GetBoolean() ?? true,
        task.Property("constraints")?.Property("maxTaskRetryCount")?.GetInt32() ?? jobRetries,
        (task.Property("constraints")?.Property("maxWallClockTime")).Limit(),
        Model.Retention.Of(task.Property("constraints")),
        task);
}

/// <summary>A job's release task (FACTS C.2).</summary>
/// <param name="Id">Its id.</param>
/// <param name="MaxWallClockTime">At most 15 minutes.</param>
/// <param name="Retention">How long its directory is kept; null is for ever.</param>
/// <param name="Body">As it was sent.</param>
internal sealed record JobRelease(string Id, TimeSpan MaxWallClockTime, TimeSpan? Retention, JsonElement Body)
{
    public const string DefaultId = "jobrelease";

    /// <summary>The default and the most.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    /// <summary>Reads a body that has passed validation.</summary>
    public static JobRelease? Read(JsonElement? body) => body is not { } task ? null : new(
        task.Property("id")?.GetString() ?? DefaultId,
        task.Property("maxWallClockTime").Limit() ?? Longest,
        Model.Retention.Of(task),
        task);
}

/// <summary>A job's manager task (FACTS C.2).</summary>
/// <param name="KillJobOnCompletion">Whether the job ends with it.</param>
/// <param name="Body">As it was sent.</param>
internal sealed record JobManager(bool KillJobOnCompletion, JsonElement Body)
{
    /// <summary>Reads a body that has passed validation.</summary>
    public static JobManager? Read(JsonElement? body) => body is not { } task ? null : new(task.Property("killJobOnCompletion")?.GetBoolean() ?? true, task);
}

/// <summary>How long the directory of a task is kept after its end.</summary>
internal static class Retention
{
    private static readonly TimeSpan s_default = TimeSpan.FromDays(7);

    /// <summary>The retentionTime of these constraints, a week when there is none; null is for ever.</summary>
    public static TimeSpan? Of(JsonElement? constraints) => constraints?.Property("retentionTime") is { } sent ? ((JsonElement?)sent).Limit() : s_default;
}
