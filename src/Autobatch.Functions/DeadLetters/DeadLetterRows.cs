using Azure.Data.Tables;

namespace Autobatch.Functions.DeadLetters;

/// <summary>Between dead letters and table rows.</summary>
internal static class DeadLetterRows
{
    // A table's text holds 32 Ki characters; both are for people.
    private const int MaxDetail = 4_000;
    private const int MaxMessage = 16_000;

    public static TableEntity ToRow(DeadLetter letter, string partition)
    {
        TableEntity row = new(partition, letter.Id)
        {
            [nameof(letter.Code)] = letter.Code,
            [nameof(letter.Detail)] = Cut(letter.Detail, MaxDetail),
            [nameof(letter.Attempts)] = letter.Attempts,
            [nameof(letter.FirstAt)] = letter.FirstAt,
            [nameof(letter.LastAt)] = letter.LastAt,
        };
        foreach ((string name, string? value) in ((string, string?)[])
            [
                (nameof(letter.Workload), letter.Workload), (nameof(letter.Storage), letter.Storage), (nameof(letter.Container), letter.Container),
                (nameof(letter.Name), letter.Name), (nameof(letter.ETag), letter.ETag), (nameof(letter.Message), letter.Message is { } text ? Cut(text, MaxMessage) : null),
            ])
        {
            if (value is not null)
            {
                row[name] = value;
            }
        }

        return row;
    }

    public static DeadLetter FromRow(TableEntity row) => new()
    {
        Id = row.RowKey,
        Workload = row.GetString(nameof(DeadLetter.Workload)),
        Storage = row.GetString(nameof(DeadLetter.Storage)),
        Container = row.GetString(nameof(DeadLetter.Container)),
        Name = row.GetString(nameof(DeadLetter.Name)),
        ETag = row.GetString(nameof(DeadLetter.ETag)),
        Code = row.GetString(nameof(DeadLetter.Code)),
        Detail = row.GetString(nameof(DeadLetter.Detail)),
        Attempts = row.GetInt32(nameof(DeadLetter.Attempts)) ?? 0,
        FirstAt = row.GetDateTimeOffset(nameof(DeadLetter.FirstAt))!.Value,
        LastAt = row.GetDateTimeOffset(nameof(DeadLetter.LastAt))!.Value,
        Message = row.GetString(nameof(DeadLetter.Message)),
        RowVersion = row.ETag,
    };

    private static string Cut(string text, int most) => text.Length > most ? text[..most] : text;
}
