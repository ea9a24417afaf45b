using System.Text;

namespace ApiIndex.Members;

/// <summary>The table between the two steps: one line a member, tab-separated, sorted, so that the same input makes the same bytes.</summary>
internal static class MemberTable
{
    private const string Header = "id\tnamespace\tsignature\tsummary";

    public static void Write(string path, AssemblyMembers assembly)
    {
        using StreamWriter writer = new(path, append: false, new UTF8Encoding(false)) { NewLine = "\n" };
        writer.WriteLine($"# {assembly.Name}");
        writer.WriteLine(Header);
        foreach (Member member in assembly.Members)
        {
            writer.WriteLine($"{member.Id}\t{member.Namespace}\t{member.Signature}\t{member.Summary}");
        }
    }

    public static AssemblyMembers Read(string path)
    {
        using StreamReader reader = new(path);
        string? title = reader.ReadLine();
        if (title is null || !title.StartsWith("# ", StringComparison.Ordinal) || reader.ReadLine() != Header)
        {
            throw new FormatException($"{path} is no table of members");
        }

        List<Member> members = [];
        while (reader.ReadLine() is { } line)
        {
            members.Add(line.Split('\t') is [{ Length: > 2 } id, string space, string signature, string summary]
                ? new Member(id, space, signature, summary)
                : throw new FormatException($"{path}: line {members.Count + 3} has not four columns"));
        }

        return new AssemblyMembers(title[2..], members);
    }
}
