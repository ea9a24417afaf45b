using Microsoft.AspNetCore.StaticFiles;

namespace Autobatch.Emulator.Nodes.Files;

/// <summary>Content type by a file name's extension.</summary>
internal static class ContentTypes
{
    private static readonly FileExtensionContentTypeProvider Known = new();

    public static string Of(string name) => Known.TryGetContentType(name, out string? type) ? type : "application/octet-stream";
}
