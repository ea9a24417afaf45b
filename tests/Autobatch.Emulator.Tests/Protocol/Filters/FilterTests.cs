using System.Globalization;
using Autobatch.Emulator.Protocol;
using Autobatch.Emulator.Protocol.Filters;
using CsCheck;

namespace Autobatch.Emulator.Tests.Protocol.Filters;

public sealed class FilterTests
{
    private static readonly FilterSchema<Item> Schema = new FilterSchema<Item>()
        .Text("id", item => item.Id)
        .Text("state", item => item.State)
        .Time("stateTransitionTime", item => item.Since)
        .Number("executionInfo/exitCode", item => item.ExitCode)
        .Flag("isDedicated", item => item.Dedicated);

    private static readonly Item Completed = new("Task-1", "completed", DateTimeOffset.Parse("2026-05-01T10:00:00Z", CultureInfo.InvariantCulture), 3, true);

    [Theory]
    [InlineData("state eq 'completed'", true)]
    [InlineData("state eq 'Completed'", true)]
    [InlineData("state ne 'active'", true)]
    [InlineData("startswith(id,'task-')", true)]
    [InlineData("startswith(id, 'x')", false)]
    [InlineData("executionInfo/exitCode ne 0", true)]
    [InlineData("executionInfo/exitCode eq -3", false)]
    [InlineData("executionInfo/exitCode ge 3", true)]
    [InlineData("isDedicated eq true", true)]
    [InlineData("stateTransitionTime gt DateTime'2026-05-01T09:59:59Z'", true)]
    [InlineData("stateTransitionTime gt datetime'2026-05-01T10:00:00.0000000Z'", false)]
    [InlineData("stateTransitionTime le DateTime'Fri, 01 May 2026 10:00:00 GMT'", true)]
    [InlineData("state eq 'active' or state eq 'completed' and executionInfo/exitCode eq 3", true)]
    [InlineData("(state eq 'active' or state eq 'completed') and executionInfo/exitCode eq 0", false)]
    [InlineData("id eq 'it''s'", false)]
    [InlineData("  state   eq  'completed'  ", true)]
    [InlineData("", true)]
    public void Filters_select_as_they_say(string filter, bool selected) => Assert.Equal(selected, Schema.Compile(filter)(Completed));

    [Theory]
    [InlineData("colour eq 'red'")]
    [InlineData("State eq 'completed'")]
    [InlineData("state like 'completed'")]
    [InlineData("state eq completed")]
    [InlineData("state eq 'completed")]
    [InlineData("state eq 7")]
    [InlineData("stateTransitionTime gt '2026-05-01'")]
    [InlineData("stateTransitionTime gt DateTime'yesterday'")]
    [InlineData("isDedicated gt true")]
    [InlineData("state eq 'a' state eq 'b'")]
    [InlineData("(state eq 'a'")]
    [InlineData("startswith(stateTransitionTime,'2026')")]
    [InlineData("and")]
    public void A_wrong_filter_is_refused_by_name(string filter)
    {
        var error = Assert.Throws<BatchException>(() => Schema.Compile(filter));

        Assert.Equal("InvalidQueryParameterValue", error.Error.Code);
        Assert.Contains(("QueryParameterName", "$filter"), error.Values);
    }

    [Fact]
    public void A_deeply_nested_filter_is_refused_and_does_not_exhaust_the_stack() =>
        Assert.Throws<BatchException>(() => Schema.Compile(new string('(', 20000) + "state eq 'a'" + new string(')', 20000)));

    [Fact]
    public void A_missing_value_equals_nothing_and_differs_from_everything()
    {
        var item = Completed with { ExitCode = null };

        Assert.False(Schema.Compile("executionInfo/exitCode eq 0")(item));
        Assert.False(Schema.Compile("executionInfo/exitCode lt 5")(item));
        Assert.True(Schema.Compile("executionInfo/exitCode ne 0")(item));
        Assert.True(Schema.Compile("executionInfo/exitCode eq null")(item));
    }

    [Fact]
    public void Any_text_is_either_a_filter_or_refused_by_name() => Gen.String.Sample(text =>
    {
        try
        {
            Schema.Compile(text);
        }
        catch (BatchException e)
        {
            Assert.Equal("InvalidQueryParameterValue", e.Error.Code);
        }
    });

    private sealed record Item(string Id, string State, DateTimeOffset Since, double? ExitCode, bool Dedicated);
}
