// Prints the history of one orchestration as JSON lines, to be kept and replayed for ever (docs/testing.md).
// Usage: Autobatch.Histories DATABASE INSTANCE [GENERATION]
// DATABASE is the engine's file, which may be in use; GENERATION is the present one when it is left out. The one before it is kept, too.
using System.Globalization;
using Autobatch.Histories;

if (args is not [string database, string instance, .. string[] rest] || rest.Length > 1)
{
    Console.Error.WriteLine("Usage: Autobatch.Histories DATABASE INSTANCE [GENERATION]");
    return 2;
}

int? generation = null;
if (rest is [string text])
{
    if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
    {
        Console.Error.WriteLine($"'{text}' is no generation: a whole number from 0.");
        return 2;
    }
    generation = number;
}

if (!File.Exists(database))
{
    Console.Error.WriteLine($"There is no file '{database}'.");
    return 1;
}

if (HistoryRecorder.Read(database, instance, generation) is not { Count: > 0 } history)
{
    Console.Error.WriteLine($"'{database}' has no history of '{instance}'{(generation is null ? "" : $", generation {generation}")}.");
    return 1;
}

Console.Out.Write(HistoryFile.ToText(history));
return 0;
