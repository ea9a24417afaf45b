using System.Text.Json;
using Autobatch.Batch;

namespace Autobatch.Functions;

/// <summary>Writes Batch's <c>failureInfo</c> as it stands, less the signatures of URLs.</summary>
internal static class BatchFailures
{
    public static JsonElement? ToJson(BatchFailure? failure) => failure is null
        ? null
        : JsonSerializer.SerializeToElement(
            failure with
            {
                Message = Secrets.Strip(failure.Message),
                Details = [.. failure.Details.Select(d => d with { Value = Secrets.Strip(d.Value ?? "") })],
            },
            AppJson.Default.BatchFailure);
}
