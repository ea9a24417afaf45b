using System.Text;

namespace Autobatch.Packages;

/// <summary>A dropped <c>{application}/default.txt</c>: its content is the version that references without one are to mean.</summary>
public static class DefaultVersionFile
{
    /// <summary>Most bytes that are read; a version has at most 64 characters.</summary>
    public const int MaxBytes = 256;

    private const string FileName = "default.txt";
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The blob's name for an application.</summary>
    public static string NameFor(string applicationId) => $"{applicationId}/{FileName}";

    /// <summary>Whether a blob below the packages container is such a file, whatever its application.</summary>
    public static bool Matches(string blobName)
    {
        ArgumentNullException.ThrowIfNull(blobName);
        return blobName.EndsWith($"/{FileName}", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The application that a matching name is about, or what is wrong with the name.</summary>
    public static (string? ApplicationId, string? Error) ParseName(string blobName)
    {
        ArgumentNullException.ThrowIfNull(blobName);
        string application = blobName[..^(FileName.Length + 1)];
        return PackageName.ApplicationIdError(application) is { } error ? (null, $"'{blobName}': {error}") : (application, null);
    }

    /// <summary>The version, or what is wrong with the content and how to mend that. White space and a byte order mark around it do not count.</summary>
    public static (string? Version, string? Error) ParseContent(ReadOnlySpan<byte> content)
    {
        if (content.Length > MaxBytes)
        {
            return (null, $"The file has more than {MaxBytes} bytes; write one version and nothing else.");
        }

        string text;
        try
        {
            text = s_strict.GetString(content).Trim('\uFEFF', ' ', '\t', '\r', '\n');
        }
        catch (DecoderFallbackException)
        {
            return (null, "The file is no UTF-8 text; write one version and nothing else.");
        }

        // What a file holds may be anything: control characters stay out of logs and answers.
        return text.Length == 0 ? (null, "The file is empty; write one version.")
            : text.Any(c => char.IsControl(c) || c == '\uFEFF') ? (null, "The file has more than one line; write one version and nothing else.")
            : PackageName.VersionError(text) is { } error ? (null, $"In the file, {error}")
            : (text, null);
    }
}
