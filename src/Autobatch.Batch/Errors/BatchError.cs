namespace Autobatch.Batch;

/// <summary>An error as the service tells it (FACTS A.3).</summary>
/// <param name="Code">The service's code, such as <see cref="BatchErrorCodes.JobExists"/>; empty when the answer carried none.</param>
/// <param name="Message">The service's words, without the tail of request id and time.</param>
/// <param name="Details">What exactly was wrong; often empty.</param>
public sealed record BatchError(string Code, string Message, IReadOnlyList<BatchErrorDetail> Details)
{
    /// <inheritdoc/>
    public override string ToString() => Details.Count == 0
        ? $"{Code}: {Message}"
        : $"{Code}: {Message} ({string.Join(", ", Details.Select(d => $"{d.Key}: {d.Value}"))})";
}
