using System.Text;
using System.Xml;

namespace ApiIndex.Documentation;

/// <summary>Reads one <c>member</c> element: its summary as plain text, and the names of its parameters.</summary>
internal static class MemberElement
{
    public static RawMember Read(XmlReader xml, string id)
    {
        List<string> parameters = [];
        List<string> typeParameters = [];
        string summary = string.Empty;
        if (!xml.IsEmptyElement)
        {
            int depth = xml.Depth;
            while (xml.Read() && xml.Depth > depth)
            {
                if (xml.NodeType != XmlNodeType.Element || xml.Depth != depth + 1)
                {
                    continue;
                }

                switch (xml.Name)
                {
                    case "summary" when summary.Length == 0:
                        summary = ReadText(xml);
                        break;
                    case "param" when xml.GetAttribute("name") is { } name:
                        parameters.Add(name);
                        break;
                    case "typeparam" when xml.GetAttribute("name") is { } name:
                        typeParameters.Add(name);
                        break;
                }
            }
        }

        return new RawMember(id, summary, parameters, typeParameters);
    }

    private static string ReadText(XmlReader xml)
    {
        StringBuilder text = new();
        if (!xml.IsEmptyElement)
        {
            int depth = xml.Depth;
            while (xml.Read() && xml.Depth > depth)
            {
                switch (xml.NodeType)
                {
                    case XmlNodeType.Element:
                        text.Append(InPlaceOf(xml));
                        break;
                    case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace:
                        text.Append(xml.Value);
                        break;
                }
            }
        }

        return string.Join(' ', text.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private static string InPlaceOf(XmlReader element) => element.Name switch
    {
        "see" or "seealso" when element.GetAttribute("cref") is { } id => DocumentationId.ShortName(id),
        "see" when element.GetAttribute("langword") is { } word => word,
        "paramref" or "typeparamref" => element.GetAttribute("name") ?? string.Empty,
        "para" or "br" or "item" => " ",
        _ => string.Empty,
    };
}
