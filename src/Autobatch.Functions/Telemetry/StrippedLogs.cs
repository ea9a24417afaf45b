using OpenTelemetry;
using OpenTelemetry.Logs;

namespace Autobatch.Functions.Telemetry;

/// <summary>Takes signatures of URLs out of log records before they are exported: exceptions of others' libraries may repeat what they were given.</summary>
internal sealed class StrippedLogs : BaseProcessor<LogRecord>
{
    public override void OnEnd(LogRecord data)
    {
        data.FormattedMessage = data.FormattedMessage is { } message ? Secrets.Strip(message) : null;
        if (data.Attributes is { } attributes)
        {
            data.Attributes = [.. attributes.Select(Strip)];
        }

        if (data.Exception is { } exception && exception.ToString() is var text && Secrets.Strip(text) is var stripped && stripped != text)
        {
            data.Attributes =
            [
                .. data.Attributes ?? [], new("exception.type", exception.GetType().FullName), new("exception.message", Secrets.Strip(exception.Message)), new("exception.stacktrace", stripped),
            ];
            data.Exception = null;
        }
    }

    private static KeyValuePair<string, object?> Strip(KeyValuePair<string, object?> attribute) =>
        attribute.Value is string or Uri ? new(attribute.Key, Secrets.Strip(attribute.Value.ToString()!)) : attribute;
}
