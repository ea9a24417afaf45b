using System.Globalization;
using System.Text;
using ApiIndex.Members;

namespace ApiIndex.Merging;

/// <summary>The readable report: how much there is, where it is, and what nobody has described.</summary>
internal static class Report
{
    private const int LongestShown = 20;
    private const int UndocumentedShown = 200;

    public static void Write(string path, ApiCatalog catalog)
    {
        using StreamWriter writer = new(path, append: false, new UTF8Encoding(false)) { NewLine = "\n" };
        Member[] undocumented = [.. catalog.Members.Where(member => !member.IsDocumented)];
        writer.WriteLine("# .NET reference documentation");
        writer.WriteLine();
        writer.WriteLine($"{Number(catalog.MemberCount)} members in {Number(catalog.Assemblies.Count)} assemblies; {Share(catalog.DocumentedCount, catalog.MemberCount)} have a summary, {Number(undocumented.Length)} have none.");
        Kinds(writer, catalog);
        Table(writer, "Assembly", catalog.Assemblies.Select(assembly => (assembly.Name, assembly.Members)));
        Table(writer, "Namespace", catalog.Members
            .GroupBy(member => member.Namespace, StringComparer.Ordinal)
            .Select(group => (group.Key, (IReadOnlyList<Member>)[.. group])));
        Longest(writer, catalog);
        Undocumented(writer, undocumented);
    }

    private static void Kinds(StreamWriter writer, ApiCatalog catalog)
    {
        Heading(writer, "By kind", "Kind", "Members", "With summary");
        foreach (IGrouping<char, Member> group in catalog.Members.GroupBy(member => member.Kind).OrderByDescending(group => group.Count()).ThenBy(group => group.Key))
        {
            Row(writer, KindName(group.Key), Number(group.Count()), Share(group.Count(member => member.IsDocumented), group.Count()));
        }
    }

    private static void Table(StreamWriter writer, string what, IEnumerable<(string Name, IReadOnlyList<Member> Members)> rows)
    {
        Heading(writer, $"By {what.ToLowerInvariant()}", what, "Members", "Types", "With summary");
        foreach ((string name, IReadOnlyList<Member> members) in rows.OrderByDescending(row => row.Members.Count).ThenBy(row => row.Name, StringComparer.Ordinal))
        {
            Row(writer,
                name.Length > 0 ? name : "(global)",
                Number(members.Count),
                Number(members.Count(member => member.Kind == 'T')),
                Share(members.Count(member => member.IsDocumented), members.Count));
        }
    }

    private static void Longest(StreamWriter writer, ApiCatalog catalog)
    {
        Heading(writer, "Longest summaries", "Member", "Letters", "Begins");
        foreach (Member member in catalog.Members
            .OrderByDescending(member => member.Summary.Length).ThenBy(member => member.Id, StringComparer.Ordinal).Take(LongestShown))
        {
            string begin = member.Summary.Length <= 90 ? member.Summary : string.Concat(member.Summary.AsSpan(0, 90), " …");
            Row(writer, $"`{member.Signature}`", Number(member.Summary.Length), begin.Replace("|", "\\|", StringComparison.Ordinal));
        }
    }

    private static void Undocumented(StreamWriter writer, Member[] members)
    {
        Heading(writer, "Without a summary", "Namespace", "Member");
        foreach (Member member in members.OrderBy(member => member.Namespace, StringComparer.Ordinal).ThenBy(member => member.Id, StringComparer.Ordinal).Take(UndocumentedShown))
        {
            Row(writer, member.Namespace, $"`{member.Signature}`");
        }

        if (members.Length > UndocumentedShown)
        {
            writer.WriteLine();
            writer.WriteLine($"… and {Number(members.Length - UndocumentedShown)} more: search for `undocumented` in index.html.");
        }
    }

    private static void Heading(StreamWriter writer, string title, params string[] columns)
    {
        writer.WriteLine();
        writer.WriteLine($"## {title}");
        writer.WriteLine();
        Row(writer, columns);
        Row(writer, [.. columns.Select(column => column is "Members" or "Types" or "Letters" or "With summary" ? "--:" : "---")]);
    }

    private static void Row(StreamWriter writer, params string[] cells) => writer.WriteLine($"| {string.Join(" | ", cells)} |");

    private static string Number(int value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    private static string Share(int part, int whole) => whole == 0 ? "–" : (100.0 * part / whole).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    private static string KindName(char kind) => kind switch
    {
        'E' => "Events", 'F' => "Fields", 'M' => "Methods", 'N' => "Namespaces", 'P' => "Properties", 'T' => "Types", _ => "Others",
    };
}
