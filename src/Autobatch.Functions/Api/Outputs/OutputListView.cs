namespace Autobatch.Functions.Api.Outputs;

/// <summary>One page of outputs.</summary>
internal sealed record OutputListView(IReadOnlyList<OutputView> Outputs, string? ContinuationToken);
