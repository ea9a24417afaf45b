using System.Xml;
using ApiIndex.Members;

namespace ApiIndex.Documentation;

/// <summary>Reads an XML documentation file from front to back, one member in memory at a time besides the result.</summary>
internal static class DocumentationReader
{
    private static readonly XmlReaderSettings Settings = new() { DtdProcessing = DtdProcessing.Prohibit, IgnoreComments = true, IgnoreProcessingInstructions = true };

    public static AssemblyMembers Read(string path)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 64 * 1024);
        using XmlReader xml = XmlReader.Create(stream, Settings);
        string? assembly = null;
        List<RawMember> members = [];
        if (xml.MoveToContent() != XmlNodeType.Element || xml.Name != "doc")
        {
            throw new FormatException($"{path} is no XML documentation file: its root is not <doc>");
        }

        while (xml.Read())
        {
            if (xml.NodeType == XmlNodeType.Element && xml is { Name: "name", Depth: 2 })
            {
                assembly = xml.ReadElementContentAsString();
            }

            if (xml.NodeType == XmlNodeType.Element && xml.Name == "member" && xml.GetAttribute("name") is { Length: > 2 } id && id[1] == ':')
            {
                members.Add(MemberElement.Read(xml, id));
            }
        }

        TypeNames types = new(members);
        return new AssemblyMembers(
            assembly ?? Path.GetFileNameWithoutExtension(path),
            [.. members.Select(types.Describe).DistinctBy(member => member.Id).OrderBy(member => member.Id, StringComparer.Ordinal)]);
    }
}
