using System.Diagnostics;
using OpenTelemetry;

namespace Autobatch.Functions.Telemetry;

/// <summary>Takes signatures of URLs out of what spans of others' libraries say of a failure.</summary>
internal sealed class StrippedSpans : BaseProcessor<Activity>
{
    public override void OnEnd(Activity data)
    {
        if (data.StatusDescription is { } said)
        {
            data.SetStatus(data.Status, Secrets.Strip(said));
        }
    }
}
