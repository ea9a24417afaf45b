namespace Autobatch.Histories;

/// <summary>The present code does not do what a recorded history says. The message names the history and the first event that differs.</summary>
internal sealed class HistoryDivergedException(string message, Exception? inner = null) : Exception(message, inner);
