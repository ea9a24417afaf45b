namespace Microsoft.Azure.Functions.Worker.Runtime.Discovery;

/// <summary>Everything that is wrong with the app's functions and settings, one line each.</summary>
internal sealed class FunctionErrorsException(IReadOnlyList<string> errors) : InvalidOperationException(
    $"The host does not start: {errors.Count} {(errors.Count == 1 ? "error" : "errors")}.{string.Concat(errors.Select(e => "\n  - " + e))}")
{
    public IReadOnlyList<string> Errors { get; } = errors;
}
