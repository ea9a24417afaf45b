namespace Autobatch.Batch.Tests;

public sealed class ODataFilterTests
{
    [Fact]
    public void Quotes_in_text_stay_text() => Assert.Equal("'it''s'' or 1 eq 1'", ODataFilter.Text("it's' or 1 eq 1"));

    [Fact]
    public void Time_is_written_in_utc_with_seven_digits() => Assert.Equal(
        "DateTime'2026-01-02T01:04:05.0000001Z'",
        ODataFilter.Time(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2)).AddTicks(1)));
}
