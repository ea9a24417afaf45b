using Autobatch.Local.CommandLine;
using Autobatch.Local.Runs;
using Microsoft.Extensions.Time.Testing;

namespace Autobatch.Local.Tests.Runs;

public sealed class RunTextTests
{
    [Fact]
    public void Last_line_is_the_contracts() => Assert.Equal(
        """{"runId":"r","status":"Completed","tasks":{"total":3,"succeeded":3,"failed":0},"seconds":1.5,"result":"results/r/result.json","outputs":"out/r"}""",
        new RunSummary("r", "Completed", new TaskTotals(3, 3, 0), 1.5, "results/r/result.json", "out/r").ToLine());

    [Fact]
    public void Rate_is_over_the_last_ten_seconds()
    {
        FakeTimeProvider time = new();
        RunRate rate = new(time);
        Assert.Equal(0, rate.Of(0));
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(2, rate.Of(10));
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(0, rate.Of(10));
    }

    [Fact]
    public void Plain_lines_come_at_most_every_two_seconds()
    {
        FakeTimeProvider time = new();
        time.Advance(TimeSpan.FromSeconds(1));
        StringWriter output = new();
        PlainReporter reporter = new(output, time);
        for (int done = 0; done <= 40; done++)
        {
            reporter.Run(new RunView { Status = "Running", Counts = new RunCounts { Total = 100, Succeeded = done } });
            time.Advance(TimeSpan.FromMilliseconds(250));
        }

        reporter.Line("end");

        string[] lines = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.InRange(lines.Length, 5, 7);
        Assert.StartsWith("Running: 0/100 tasks done", lines[0], StringComparison.Ordinal);
        Assert.Equal("end", lines[^1]);
    }

    [Theory]
    [InlineData("1/stdout.txt", true)]
    [InlineData("../x", false)]
    [InlineData("1/../../x", false)]
    [InlineData("/etc/x", true)]
    public void Output_stays_below_its_folder(string name, bool allowed)
    {
        if (allowed)
        {
            Assert.StartsWith("/out/", OutputsDownload.PathFor("/out", name), StringComparison.Ordinal);
        }
        else
        {
            Assert.Throws<LocalException>(() => OutputsDownload.PathFor("/out", name));
        }
    }
}
