using System.Text.Json;
using Autobatch.Emulator.Lifecycle;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.Protocol;
using Autobatch.Emulator.Protocol.Validation;
using static Autobatch.Emulator.Protocol.Validation.JsonType;

namespace Autobatch.Emulator.DataPlane;

/// <summary>What a job schedule's body may say (FACTS B, C.2).</summary>
internal static class JobScheduleRules
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromMinutes(1);

    private static readonly BodyRules s_times = new(
        "Schedule",
        new("doNotRunUntil", Text, Check: Checks.Time),
        new("doNotRunAfter", Text, Check: Checks.Time),
        new("startWindow", Text, Check: Checks.DurationFrom(s_shortest)),
        new("recurrenceInterval", Text, Check: Checks.DurationFrom(s_shortest)));

    private static readonly PropertyRule s_schedule = new("schedule", JsonType.Object, Check: CheckTimes);
    private static readonly PropertyRule s_jobs = new("jobSpecification", JsonType.Object, Check: CheckJobs);

    /// <summary>POST /jobschedules.</summary>
    public static readonly BodyRules Create = new(
        "CloudJobSchedule",
        new("id", Text, Required: true, Checks.Id),
        CommonRules.DisplayName,
        s_schedule with { Required = true },
        s_jobs with { Required = true },
        CommonRules.Metadata);

    /// <summary>PATCH /jobschedules/{jobScheduleId}.</summary>
    public static readonly BodyRules Patch = new("CloudJobSchedule", s_schedule, s_jobs, CommonRules.Metadata);

    /// <summary>PUT /jobschedules/{jobScheduleId}: a whole schedule, of which only the updatable properties count.</summary>
    public static readonly BodyRules Put = new(
        "CloudJobSchedule",
        [
            s_schedule,
            s_jobs with { Required = true },
            CommonRules.Metadata,
            new("id", Text),
            CommonRules.DisplayName,
            .. CommonRules.ReadOnly,
        ]);

    /// <summary>What PUT resets when it is not given.</summary>
    public static IEnumerable<string> Updatable => ["schedule", "jobSpecification", "metadata"];

    /// <summary>What its jobs' own tasks and pools must be to each other.</summary>
    public static void CheckTogether(JsonElement body, EmulatorOptions options)
    {
        if (body.Property("jobSpecification") is { } jobs)
        {
            JobTaskRules.CheckTogether(jobs);
            JobCreation.Scaling(jobs, options);
        }
    }

    private static void CheckJobs(JsonElement value, string name) => JobRules.Specification.Check(value, name);

    private static void CheckTimes(JsonElement value, string name)
    {
        s_times.Check(value, name);
        if (WireTime.Parse(value.Property("doNotRunAfter")) is { } after && after <= WireTime.Parse(value.Property("doNotRunUntil")))
        {
            throw Errors.InvalidPropertyValue.Property($"{name}.doNotRunAfter", Checks.Shown(value.GetProperty("doNotRunAfter")), "The value must be later than doNotRunUntil.");
        }
    }
}
