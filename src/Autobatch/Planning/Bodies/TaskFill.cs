using System.Globalization;
using Autobatch.Planning.Sweeps;

namespace Autobatch.Planning.Bodies;

/// <summary>What fills the holes of a template for one task.</summary>
/// <param name="Id">The task's id.</param>
/// <param name="File">Its file; null without a factory over files.</param>
/// <param name="Sweep">The sweep that it is one of; null without one.</param>
/// <param name="Number">Its number in the sweep.</param>
internal readonly record struct TaskFill(string Id, InputFile? File = null, Sweep? Sweep = null, int Number = 0)
{
    public static TaskFill OfFile(int number, InputFile file) => new(number.ToString(CultureInfo.InvariantCulture), file);

    public static TaskFill OfSweep(int number, Sweep sweep) => new(number.ToString(CultureInfo.InvariantCulture), null, sweep, number);

    /// <summary>What tells the task from the others of its template, for messages.</summary>
    public string Name => File is null ? $"Task '{Id}'" : $"Task '{Id}' ({File.Path})";
}
