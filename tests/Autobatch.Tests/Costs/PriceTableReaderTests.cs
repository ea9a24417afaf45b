using System.Text;
using Autobatch.Costs;

namespace Autobatch.Tests.Costs;

public sealed class PriceTableReaderTests
{
    [Fact]
    public void Sizes_are_found_without_regard_to_case()
    {
        PriceTable table = Read("""{ "currency": "EUR", "vmSizes": { "Standard_D2s_v3": { "dedicated": 0.096, "lowPriority": 0.02 }, "big": { "dedicated": 1 } } }""");

        Assert.Equal("EUR", table.Currency);
        Assert.Equal(new VmPrice(0.096m, 0.02m), table.Find("STANDARD_D2S_V3"));
        Assert.Equal(new VmPrice(1, null), table.Find("big"));
        Assert.Null(table.Find("small"));
        Assert.Null(table.Find(null));
    }

    [Theory]
    [InlineData("", "no JSON")]
    [InlineData("{", "no JSON")]
    [InlineData("[]", "must be an object")]
    [InlineData("""{ "vmSizes": { "a": { "dedicated": 1 } } }""", "currency")]
    [InlineData("""{ "currency": "Euro", "vmSizes": { "a": { "dedicated": 1 } } }""", "EUR")]
    [InlineData("""{ "currency": "EUR" }""", "vmSizes")]
    [InlineData("""{ "currency": "EUR", "vmSizes": {} }""", "no VM size")]
    [InlineData("""{ "currency": "EUR", "vmsizes": {} }""", "Did you mean 'vmSizes'")]
    [InlineData("""{ "currency": "EUR", "vmSizes": { "a": 1 } }""", "'a' must be an object")]
    [InlineData("""{ "currency": "EUR", "vmSizes": { "a": {} } }""", "neither")]
    [InlineData("""{ "currency": "EUR", "vmSizes": { "a": { "dedicatd": 1 } } }""", "Did you mean 'dedicated'")]
    [InlineData("""{ "currency": "EUR", "vmSizes": { "a": { "dedicated": -1 } } }""", "a.dedicated")]
    [InlineData("""{ "currency": "EUR", "vmSizes": { "a": { "dedicated": 1e99 } } }""", "a.dedicated")]
    [InlineData("""{ "currency": "EUR", "vmSizes": { "a": { "dedicated": "1" } } }""", "a.dedicated")]
    [InlineData("""{ "currency": "EUR", "vmSizes": { "a": { "dedicated": 1 }, "A": { "dedicated": 2 } } }""", "twice")]
    public void Wrong_table_says_in_one_line_what_is_wrong(string json, string part)
    {
        FormatException e = Assert.Throws<FormatException>(() => Read(json));

        Assert.Contains(part, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    private static PriceTable Read(string json) => PriceTableReader.Read(Encoding.UTF8.GetBytes(json));
}
