using Autobatch.Manifests.Yaml;

namespace Autobatch.Tests.Manifests.Yaml;

public sealed class YamlScalarsTests
{
    [Theory]
    [InlineData("", "null")]
    [InlineData("~", "null")]
    [InlineData("Null", "null")]
    [InlineData("True", "true")]
    [InlineData("FALSE", "false")]
    [InlineData("yes", "\"yes\"")]
    [InlineData("on", "\"on\"")]
    [InlineData("n", "\"n\"")]
    [InlineData("2026-01-01", "\"2026-01-01\"")]
    [InlineData("12:30:45", "\"12:30:45\"")]
    [InlineData("0", "0")]
    [InlineData("-0", "0")]
    [InlineData("+12", "12")]
    [InlineData("-007", "-7")]
    [InlineData("0o17", "15")]
    [InlineData("0xfF", "255")]
    [InlineData("1_000", "\"1_000\"")]
    [InlineData("0b11", "\"0b11\"")]
    [InlineData(".5", "0.5")]
    [InlineData("-.5", "-0.5")]
    [InlineData("1.", "1")]
    [InlineData("+01.50", "1.50")]
    [InlineData("-1.5e+3", "-1.5e+3")]
    [InlineData("1.2.3", "\"1.2.3\"")]
    [InlineData("<<", "\"<<\"")]
    [InlineData("-.INF", null)]
    [InlineData(".nan", null)]
    [InlineData("99999999999999999999999999", "99999999999999999999999999")]
    public void Plain_scalars_are_what_yaml_1_2_says(string text, string? json) => Assert.Equal(json, YamlScalars.ToJson(text));
}
