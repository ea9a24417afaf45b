namespace Autobatch.Functions.Api.Packages;

/// <summary>Applications of every account that answered.</summary>
/// <param name="Applications">By account and id.</param>
/// <param name="Unreachable">What accounts said that did not answer, by their names.</param>
internal sealed record ApplicationListView(IReadOnlyList<ApplicationView> Applications, IReadOnlyDictionary<string, string> Unreachable);
