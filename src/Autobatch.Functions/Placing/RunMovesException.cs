namespace Autobatch.Functions.Placing;

/// <summary>The run goes on in another account.</summary>
internal sealed class RunMovesException : Exception;
