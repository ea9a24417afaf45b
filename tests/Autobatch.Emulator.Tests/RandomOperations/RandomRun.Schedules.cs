using System.Globalization;
using System.Text.Json;

namespace Autobatch.Emulator.Tests.RandomOperations;

/// <summary>Job schedules: two of them, and whatever jobs they make.</summary>
internal sealed partial class RandomRun
{
    private static string Schedule(int choice) => $"s{choice % 2}";

    private string LastJobOf(string schedule)
    {
        lock (_emulator.World.Gate)
        {
            return State.JobSchedules.GetValueOrDefault(schedule)?.Record.RecentJobId ?? $"{schedule}:job-1";
        }
    }

    private async Task CreateScheduleAsync(Step step)
    {
        var id = Schedule(step.A);
        if ((await SendAsync("POST", "/jobschedules", $$"""{"id":"{{id}}","schedule":{{Times(step)}},"jobSpecification":{{Specification(step)}} }""")).Status == 201)
        {
            _known.DeletedSchedule(id);
            _known.Schedules.Add(id);
        }
    }

    private Task<(int Status, JsonElement Body)> ChangeScheduleAsync(Step step) => (step.B % 4) switch
    {
        0 => SendAsync("PUT", $"/jobschedules/{Schedule(step.A)}", $$"""{"schedule":{{Times(step)}},"jobSpecification":{{Specification(step)}} }"""),
        1 => SendAsync("PUT", $"/jobschedules/{Schedule(step.A)}", $$"""{"jobSpecification":{{Specification(step)}} }"""),
        2 => SendAsync("PATCH", $"/jobschedules/{Schedule(step.A)}", $$"""{"schedule":{{Times(step)}} }"""),
        _ => SendAsync("PATCH", $"/jobschedules/{Schedule(step.A)}", $$"""{"jobSpecification":{{Specification(step)}} }"""),
    };

    private async Task DeleteScheduleAsync(Step step)
    {
        var id = Schedule(step.A);
        if ((await SendAsync("DELETE", $"/jobschedules/{id}")).Status == 202)
        {
            _known.DeletedSchedule(id);
        }
    }

    private string Times(Step step)
    {
        string After(int minutes) => (_emulator.Time.GetUtcNow() + TimeSpan.FromMinutes(minutes)).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return (step.C % 6) switch
        {
            0 => "{}",
            1 => """{"recurrenceInterval":"PT10M"}""",
            2 => """{"recurrenceInterval":"PT1H","startWindow":"PT5M"}""",
            3 => $$"""{"doNotRunUntil":"{{After(step.D % 60)}}"}""",
            4 => $$"""{"doNotRunUntil":"{{After(step.D % 60)}}","doNotRunAfter":"{{After(61 + (step.D % 300))}}","recurrenceInterval":"PT20M"}""",
            _ => $$"""{"doNotRunAfter":"{{After(1 + (step.D % 300))}}","recurrenceInterval":"PT15M","startWindow":"PT2M"}""",
        };
    }

    private static string Specification(Step step)
    {
        var pool = (step.D % 4) switch
        {
            2 => """{"autoPoolSpecification":{"poolLifetimeOption":"jobschedule","pool":{"vmSize":"x","targetDedicatedNodes":1}}}""",
            3 => """{"autoPoolSpecification":{"poolLifetimeOption":"job","pool":{"vmSize":"x","targetDedicatedNodes":1}}}""",
            var own => $$"""{"poolId":"{{Pool(own)}}"}""",
        };
        var more = (step.A % 5) switch
        {
            0 => ""","onAllTasksComplete":"terminatejob" """,
            1 => ""","jobManagerTask":{"id":"manager","commandLine":"x"}""",
            2 => ""","constraints":{"maxWallClockTime":"PT30M"}""",
            3 => ""","jobPreparationTask":{"id":"prep","commandLine":"x","constraints":{"retentionTime":"PT1H"}},"jobReleaseTask":{"id":"rel","commandLine":"x","retentionTime":"P1D"}""",
            _ => "",
        };
        return $$"""{"poolInfo":{{pool}}{{more}} }""";
    }
}
