using Autobatch.Emulator.Model;

namespace Autobatch.Emulator.Tests.Model;

public sealed class WireTimeTests
{
    [Fact]
    public void An_etag_is_the_ticks_of_the_last_modification_in_hex() =>
        Assert.Equal("0x8DC5F3F91261D67", WireTime.ETag(DateTimeOffset.Parse("2024-04-18T00:36:20.2540391Z", null)));

    [Theory]
    [InlineData("P3Y6M4DT12H30M5S", "P1279DT12H30M5S")]
    [InlineData("PT01H00M00S", "PT1H")]
    [InlineData("P7D", "P7D")]
    public void Durations_are_normalised(string sent, string shown) => Assert.Equal(shown, WireTime.Format(WireTime.Duration(sent)!.Value));

    [Fact]
    public void The_infinite_duration_is_understood() => Assert.Equal(TimeSpan.MaxValue, WireTime.Duration(WireTime.Infinite));

    [Theory]
    [InlineData("15 minutes")]
    [InlineData("")]
    [InlineData("P99999999999Y")]
    public void Other_text_is_no_duration(string text) => Assert.Null(WireTime.Duration(text));
}
