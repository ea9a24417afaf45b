using Autobatch.Functions.Configuration;
using Autobatch.Functions.Ledger;
using Autobatch.Functions.Retention;
using Microsoft.Extensions.Configuration;

namespace Autobatch.Functions.Tests.Retention;

public sealed class RetentionPolicyTests
{
    private static readonly DateTimeOffset s_now = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(5, PurgeScope.None)]
    [InlineData(15, PurgeScope.Outputs)]
    [InlineData(45, PurgeScope.Outputs | PurgeScope.Results)]
    [InlineData(95, PurgeScope.All)]
    public void Older_runs_lose_more(int days, object due) =>
        Assert.Equal(due, RetentionPolicy.Due(Policy(("Runs", "P90D"), ("Results", "P30D"), ("Outputs", "10.00:00:00")), Ended(days), s_now));

    [Fact]
    public void What_has_gone_is_not_due_again() =>
        Assert.Equal(PurgeScope.Results, RetentionPolicy.Due(Policy(("Results", "P30D"), ("Outputs", "P10D")), Ended(45) with { OutputsPurgedAt = s_now }, s_now));

    [Fact]
    public void Without_a_policy_and_before_its_end_nothing_is_due_of_a_run()
    {
        Assert.False(Policy(("Staged", "never")).IsOn);
        Assert.Equal((true, TimeSpan.FromDays(30)), (Policy().IsOn, Policy().Staged));
        Assert.Equal(PurgeScope.None, RetentionPolicy.Due(Policy(), Ended(10_000), s_now));
        Assert.Equal(PurgeScope.None, RetentionPolicy.Due(Policy(("Runs", "PT1S")), Ended(100) with { State = LedgerState.Scheduled }, s_now));
        Assert.Equal(PurgeScope.None, RetentionPolicy.Due(Policy(("Runs", "PT1S")), Ended(100) with { Kind = LedgerKind.Package }, s_now));
    }

    [Fact]
    public void The_cutoff_is_the_shortest_age() =>
        Assert.Equal(s_now.AddDays(-10), RetentionPolicy.Cutoff(Policy(("Runs", "P90D"), ("Outputs", "P10D")), s_now));

    [Theory]
    [InlineData("Runs", "soon", "Autobatch:Retention:Runs")]
    [InlineData("Runs", "-P1D", "Autobatch:Retention:Runs")]
    [InlineData("Runs", "P1000Y", "Autobatch:Retention:Runs")]
    [InlineData("DryRun", "maybe", "Autobatch:Retention:DryRun")]
    [InlineData("Results", "P91D", "Autobatch:Retention:Results")]
    [InlineData("Outputs", "P91D", "Autobatch:Retention:Outputs")]
    [InlineData("Staged", "P1D", "Autobatch:Retention:Staged")]
    public void Wrong_setting_is_named(string name, string value, string setting)
    {
        (string, string)[] settings = name == "Runs" ? [(name, value)] : [("Runs", "P90D"), (name, value)];
        Assert.Equal(setting, Assert.Throws<SettingException>(() => Policy(settings)).Setting);
    }

    private static LedgerEntry Ended(int days) => new()
    {
        Id = new string('0', 32),
        Kind = LedgerKind.Run,
        State = LedgerState.Done,
        Status = "Completed",
        CreatedAt = s_now.AddDays(-days).AddHours(-1),
        EndedAt = s_now.AddDays(-days),
    };

    private static RetentionOptions Policy(params (string Name, string Value)[] settings) => RetentionReader.Read(
        new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create($"{RetentionOptions.Section}:{s.Name}", (string?)s.Value)))
            .Build()
            .GetSection(RetentionOptions.Section));
}
