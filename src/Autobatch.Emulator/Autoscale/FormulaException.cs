using Superpower.Model;

namespace Autobatch.Emulator.Autoscale;

/// <summary>A formula cannot be understood, or not be evaluated now.</summary>
internal sealed class FormulaException(string message) : Exception(message)
{
    public FormulaException(Position at, string message)
        : this($"Line {at.Line}, Col {at.Column}: {message}")
    {
    }
}
