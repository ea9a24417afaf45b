using System.Text;
using Autobatch.Results;

namespace Autobatch.Tests.Results;

public sealed class CustomOutputTests
{
    [Theory]
    [InlineData("{ \"rows\" : 12,\r\n\t\"name\": \"a \\\" b\" }", "{\"rows\":12,\"name\":\"a \\\" b\"}")]
    [InlineData("[ 1.50, 123456789012345678901234567890, true, null ]", "[1.50,123456789012345678901234567890,true,null]")]
    [InlineData("\uFEFF\"ü \\u00fc \\\\\"", "\"ü \\u00fc \\\\\"")]
    public void Json_is_kept_as_it_is_written_without_white_space(string text, string expected)
    {
        CustomOutput read = Read(text);

        Assert.Equal(expected, Encoding.UTF8.GetString(read.Json!.Value.Span));
        Assert.Null(read.Error);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{ \"a\": }")]
    [InlineData("{} {}")]
    [InlineData("{\"a\": 1, } // no")]
    [InlineData("\"\\ud800\"")]
    [InlineData("NaN")]
    public void What_is_no_json_is_an_error_and_no_exception(string text)
    {
        CustomOutput read = Read(text);

        Assert.Null(read.Json);
        Assert.StartsWith("outputs.json ", read.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_an_error() => Assert.NotNull(CustomOutput.Read([(byte)'"', 0xFF, 0xFE, (byte)'"']).Error);

    [Fact]
    public void Nesting_beyond_what_readers_of_the_result_take_is_an_error()
    {
        Assert.Null(Read(new string('[', 32) + new string(']', 32)).Error);
        Assert.NotNull(Read(new string('[', 33) + new string(']', 33)).Error);
    }

    [Fact]
    public void Long_file_is_a_link_and_a_huge_one_an_error()
    {
        Assert.Equal("outputs/r/0/outputs.json", CustomOutput.At(Blob(CustomOutput.MaxBytes)).Link);
        Assert.Contains("2097153", CustomOutput.At(Blob(CustomOutput.MaxBytes + 1)).Error, StringComparison.Ordinal);
    }

    private static OutputBlob Blob(long size) => new("outputs", "r/0/outputs.json", size, "e", null);

    private static CustomOutput Read(string text) => CustomOutput.Read(Encoding.UTF8.GetBytes(text));
}
