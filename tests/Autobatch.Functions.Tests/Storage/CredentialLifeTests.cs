using Autobatch.Functions.Storage;

namespace Autobatch.Functions.Tests.Storage;

public sealed class CredentialLifeTests
{
    private static readonly TimeSpan s_queue = TimeSpan.FromDays(1);

    [Fact]
    public void Credentials_live_for_queue_time_and_wall_clock() => Assert.Equal(TimeSpan.FromHours(26), CredentialLife.Of(TimeSpan.FromHours(2), null, s_queue));

    [Fact]
    public void Shorter_of_task_and_job_counts() => Assert.Equal(TimeSpan.FromHours(25), CredentialLife.Of(TimeSpan.FromHours(2), TimeSpan.FromHours(1), s_queue));

    [Fact]
    public void Nothing_lives_for_seven_days()
    {
        Assert.True(CredentialLife.Of(null, null, s_queue) < TimeSpan.FromDays(7));
        Assert.True(CredentialLife.Of(TimeSpan.FromDays(6.9), null, s_queue) < TimeSpan.FromDays(7));
        Assert.True(CredentialLife.Of(TimeSpan.MaxValue, null, s_queue) < TimeSpan.FromDays(7));
    }

    [Fact]
    public void Task_of_seven_days_is_too_long()
    {
        Assert.True(CredentialLife.IsTooLong(TimeSpan.FromDays(7)));
        Assert.False(CredentialLife.IsTooLong(TimeSpan.FromDays(6)));
        Assert.False(CredentialLife.IsTooLong(null));
    }
}
