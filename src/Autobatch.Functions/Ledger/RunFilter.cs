using Azure.Data.Tables;

namespace Autobatch.Functions.Ledger;

/// <summary>Which runs of a list are wanted; what is null does not matter.</summary>
/// <param name="Status">With this status.</param>
/// <param name="Workload">Of this workload.</param>
/// <param name="Account">In this account.</param>
/// <param name="CreatedAfter">Created later than this.</param>
internal sealed record RunFilter(string? Status = null, string? Workload = null, string? Account = null, DateTimeOffset? CreatedAfter = null)
{
    /// <summary>The part of a table's filter that goes by whose runs they are; empty, or beginning with <c>and</c>.</summary>
    public string OfOwner() =>
        (Workload is null ? "" : TableClient.CreateQueryFilter($" and Workload eq {Workload}"))
        + (Account is null ? "" : TableClient.CreateQueryFilter($" and Account eq {Account}"));
}
