namespace Autobatch.Functions.Tests.BadInputs;

/// <summary>One bad input: how it comes, and what it must be called.</summary>
/// <param name="Name">Says what is bad, for people; unique.</param>
/// <param name="Code">The catalogue's code; empty when the web server itself refuses the request, before any code of ours.</param>
/// <param name="Send">Brings it in by the door that it would come by.</param>
internal sealed record BadInput(string Name, string Code, Func<BadDoors, Task<BadAnswer>> Send)
{
    /// <summary>The JSON pointer of one of the errors; null for faults that have no place.</summary>
    public string? Pointer { get; init; }

    /// <summary>The line of one of the errors; null when it does not matter.</summary>
    public int? Line { get; init; }
}
