using Autobatch.Functions.Telemetry;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;

namespace Autobatch.Functions.Tests.Telemetry;

public sealed class StrippedLogsTests
{
    [Fact]
    public void Signature_in_a_message_a_field_or_an_exception_is_not_exported()
    {
        Kept kept = new();
        using (ILoggerFactory factory = LoggerFactory.Create(logging => logging.AddOpenTelemetry(o =>
        {
            o.IncludeFormattedMessage = true;
            o.AddProcessor(new StrippedLogs()).AddProcessor(kept);
        })))
        {
#pragma warning disable CA1848, CA2254
            factory.CreateLogger("x").LogError(new InvalidOperationException("GET https://a/b?sp=r&sig=abc%2B failed"), "copied {Url}", "https://a/b?sig=abc%2B&sp=r");
            factory.CreateLogger("x").LogError(new InvalidOperationException("harmless"), "plain");
#pragma warning restore CA1848, CA2254
        }

        Assert.Equal(2, kept.Texts.Count);
        Assert.DoesNotContain("abc", kept.Texts[0], StringComparison.Ordinal);
        Assert.Contains("exception.type=System.InvalidOperationException", kept.Texts[0], StringComparison.Ordinal);
        Assert.Contains("harmless", kept.Texts[1], StringComparison.Ordinal);
    }

    private sealed class Kept : BaseProcessor<LogRecord>
    {
        public List<string> Texts { get; } = [];

        public override void OnEnd(LogRecord data) =>
            Texts.Add($"{data.FormattedMessage} {string.Join(' ', (data.Attributes ?? []).Select(a => $"{a.Key}={a.Value}"))} {data.Exception}");
    }
}
