using Autobatch.Emulator.Autoscale;
using Autobatch.Emulator.Nodes.CommandLine;
using Autobatch.Emulator.Protocol;
using Autobatch.Emulator.Protocol.Authentication;
using Autobatch.Emulator.Protocol.Filters;
using Autobatch.Emulator.Tests.Autoscale;

namespace Autobatch.Emulator.Tests.Fuzz;

/// <summary>Whatever a client writes is understood or refused by name.</summary>
public sealed class LanguageFuzzTests
{
    private static readonly FilterSchema<string> s_schema = new FilterSchema<string>()
        .Text("id", text => text).Text("state", _ => null).Time("creationTime", _ => DateTimeOffset.UnixEpoch).Number("executionInfo/exitCode", text => text.Length).Flag("isDedicated", text => text.Length > 3);

    [Fact]
    public Task Filter() => FuzzRound.Run(
        FuzzRound.Texts("filters", "id", "state", "creationTime", "executionInfo/exitCode", "isDedicated", " eq ", " ne ", " gt ", " and ", " or ", "(", ")", "startswith(", ",", "'x'", "datetime'", "true", "null", "1.5"),
        text =>
        {
            try
            {
                s_schema.Compile(text)("some");
            }
            catch (BatchException e) when (e.Error.Code == "InvalidQueryParameterValue")
            {
            }
        });

    [Fact]
    public Task Formula_of_autoscale() => FuzzRound.Run(
        FuzzRound.Texts("formulas", "$TargetDedicatedNodes", "$PendingTasks", ".GetSample(", "TimeInterval_Minute", " = ", ";", "(", ")", "avg(", "time(", "rand()", " ? ", " : ", "!", "-", " * ", " / ", " && ", "1e308", "\"2026-01-01\"", ".hour", "//"),
        text =>
        {
            var (run, targets) = Formula.Evaluate(text, 1, 2, 3);
            Assert.True(run.Error is null == targets is not null);
            Assert.True(targets is null || (targets.Dedicated >= 0 && targets.LowPriority >= 0));
            try
            {
                AutoScaleFormula.Read(text);
            }
            catch (FormulaException)
            {
            }
        });

    [Fact]
    public Task Command_line() => FuzzRound.Run(
        FuzzRound.Texts("command-lines", "sh", " -c ", "\\\"", "\t", "$x"),
        text =>
        {
            try
            {
                var words = CommandLineSplitter.Split(text);
                Assert.NotEmpty(words);
                Assert.All(words, word => Assert.DoesNotContain('\0', word));
            }
            catch (CommandLineException)
            {
            }
        });

    [Fact]
    public Task Signature() => FuzzRound.Run(
        FuzzRound.Texts("authorizations", "SharedKey ", "devbatchaccount1", ":", "=", "AAAA", "&", "?", "%zz", "+"),
        text =>
        {
            SignedRequest request = new("GET", Target.Parse("/jobs?" + text), new Dictionary<string, string> { ["ocp-date"] = text, ["Authorization"] = text, ["Content-Length"] = text });
            Assert.False(SharedKey.Verify(request, "devbatchaccount1", text, [Convert.FromBase64String(WellKnown.AccountKey)]));
        });
}
