using System.Text.Json;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace Autobatch.Cli.Output;

/// <summary>Prints answers: as JSON just as the app sent them, or as tables whose columns name properties.</summary>
internal sealed class Printer(TextWriter output, bool asJson)
{
    private const int Wide = 1000;
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

    /// <summary>A list, one row for each item.</summary>
    /// <param name="answer">The app's answer.</param>
    /// <param name="list">The property that holds the items.</param>
    /// <param name="columns">Dotted names of properties; the last part is the heading.</param>
    public void List(JsonElement answer, string list, params string[] columns)
    {
        if (asJson)
        {
            Json(answer);
            return;
        }

        Rows(columns, answer.GetProperty(list).EnumerateArray().Select(item => columns.Select(c => Value(item, c)).ToArray()));
    }

    /// <summary>One thing, one row for each property that it has.</summary>
    public void One(JsonElement answer, params string[] properties)
    {
        if (asJson)
        {
            Json(answer);
            return;
        }

        Rows(["property", "value"], properties.Select(p => new[] { p, Value(answer, p) }).Where(row => row[1].Length > 0));
    }

    /// <summary>The same for an answer that is made here.</summary>
    public void One(JsonNode answer, params string[] properties) => One(JsonElement.Parse(answer.ToJsonString()), properties);

    /// <inheritdoc cref="One(JsonNode, string[])"/>
    public void List(JsonNode answer, string list, params string[] columns) => List(JsonElement.Parse(answer.ToJsonString()), list, columns);

    /// <summary>The answer itself.</summary>
    public void Json(JsonElement answer) => output.WriteLine(JsonSerializer.Serialize(answer, s_indented));

    private void Rows(string[] columns, IEnumerable<string[]> rows)
    {
        Table table = new() { Border = TableBorder.None };
        foreach (string column in columns)
        {
            table.AddColumn(new TableColumn(Markup.Escape(column.Split('.')[^1].ToUpperInvariant())).NoWrap().PadRight(2));
        }

        foreach (string[] row in rows)
        {
            table.AddRow([.. row.Select(cell => new Spectre.Console.Text(cell))]);
        }

        // Colours are never used, so NO_COLOR is kept by itself; a pipe gets whole lines whatever the terminal's width.
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = Math.Max(Wide, console.Profile.Width);
        console.Write(table);
    }

    private static string Value(JsonElement item, string path)
    {
        foreach (string name in path.Split('.'))
        {
            if (item.ValueKind != JsonValueKind.Object || !item.TryGetProperty(name, out item))
            {
                return "";
            }
        }

        return item.ValueKind switch
        {
            JsonValueKind.Null => "",
            JsonValueKind.Array => string.Join(", ", item.EnumerateArray().Select(e => e.ValueKind == JsonValueKind.Object && e.TryGetProperty("version", out JsonElement version) ? version.ToString() : e.ToString())),
            _ => string.Concat(item.ToString().Select(c => char.IsControl(c) ? ' ' : c)),
        };
    }
}
