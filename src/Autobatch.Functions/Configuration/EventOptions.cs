namespace Autobatch.Functions.Configuration;

/// <summary>The queue that events of further storage accounts come by (<c>Autobatch:Events</c>).</summary>
/// <param name="Queue">Its name, on <c>AzureWebJobsStorage</c>.</param>
internal sealed record EventOptions(string Queue)
{
    public const string Section = "Autobatch:Events";
}
