namespace Autobatch.Functions.Api.Audit;

/// <summary>What the audits came to.</summary>
/// <param name="Unprocessed">The sum over the containers: zero when every drop was noticed by its event.</param>
/// <param name="Containers">One entry a container and storage account.</param>
internal sealed record AuditListView(int Unprocessed, IReadOnlyList<AuditView> Containers);
