using System.Xml;
using ApiIndex.Documentation;
using ApiIndex.Members;
using ApiIndex.Merging;

// apiindex index FILE.xml   reads one reference documentation file, writes FILE.tsv beside it
// apiindex merge FOLDER     reads every .tsv below FOLDER, writes index/index.html, index/index.json and index/report.md
try
{
    switch (args)
    {
        case ["index", string file]:
            AssemblyMembers assembly = DocumentationReader.Read(file);
            string table = Path.ChangeExtension(file, ".tsv");
            MemberTable.Write(table, assembly);
            Console.WriteLine($"{assembly.Name}: {assembly.Members.Count} members, {assembly.Members.Count(member => !member.IsDocumented)} without a summary");
            return 0;

        case ["merge", string folder]:
            string[] tables = Directory.GetFiles(folder, "*.tsv", SearchOption.AllDirectories);
            if (tables.Length == 0)
            {
                Console.Error.WriteLine($"apiindex: there is no .tsv file below {folder}");
                return 1;
            }

            ApiCatalog catalog = ApiCatalog.Merge(tables.Select(MemberTable.Read));
            Directory.CreateDirectory("index");
            IndexJson.Write(Path.Combine("index", "index.json"), catalog);
            IndexPage.Write(Path.Combine("index", "index.html"), catalog);
            Report.Write(Path.Combine("index", "report.md"), catalog);
            Console.WriteLine($"{catalog.Assemblies.Count} assemblies, {catalog.MemberCount} members");
            return 0;

        default:
            Console.Error.WriteLine("usage: apiindex index FILE.xml | apiindex merge FOLDER");
            return 2;
    }
}
catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or XmlException or FormatException)
{
    Console.Error.WriteLine($"apiindex: {exception.Message}");
    return 1;
}
