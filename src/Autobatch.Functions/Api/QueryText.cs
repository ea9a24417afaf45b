using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure;
using Microsoft.AspNetCore.Http;

namespace Autobatch.Functions.Api;

/// <summary>Reads query parameters, which are hostile until proven otherwise.</summary>
internal static class QueryText
{
    private const int MaxToken = 8192;
    private const int MaxName = 64;
    private const int CheckBytes = 4;
    private static readonly string[] s_times = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>A number of entries: absent gives the default, anything but 1 to <paramref name="most"/> gives null.</summary>
    public static int? Top(HttpRequest request, int otherwise, int most) => Number(request, "top", otherwise, most);

    /// <summary>A whole number: absent gives the default, anything but 1 to <paramref name="most"/> gives null.</summary>
    public static int? Number(HttpRequest request, string name, int otherwise, int most) =>
        !request.Query.TryGetValue(name, out var text) ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0 && number <= most ? number
        : null;

    /// <summary>A yes or no: absent gives no, anything but <c>true</c> and <c>false</c> gives null.</summary>
    public static bool? Flag(HttpRequest request, string name) =>
        !request.Query.TryGetValue(name, out var text) || string.IsNullOrEmpty(text) ? false
        : bool.TryParse(text, out bool value) ? value
        : null;

    /// <summary>A name of a workload, an account or an application: false when there is one that cannot be any.</summary>
    public static bool TryReadName(HttpRequest request, string name, out string? value)
    {
        value = request.Query[name].ToString() is { Length: > 0 } text ? text : null;
        return value is null || (value.Length <= MaxName && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'));
    }

    /// <summary>A time with its offset, ISO 8601: false when there is something that is none.</summary>
    public static bool TryReadTime(HttpRequest request, string name, out DateTimeOffset? value)
    {
        value = null;
        if (request.Query[name].ToString() is not { Length: > 0 } text)
        {
            return true;
        }

        bool isTime = DateTimeOffset.TryParseExact(text, s_times, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time);
        value = isTime ? time : null;
        return isTime;
    }

    /// <summary>A continuation token of the list named.</summary>
    public static string ToToken(string list, string continuation) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{list} {CheckOf(list, continuation)} {continuation}"));

    /// <summary>False when there is a token that is none of the list's.</summary>
    public static bool TryReadToken(HttpRequest request, string list, out string? continuation)
    {
        continuation = null;
        if (!request.Query.TryGetValue("continuationToken", out var token) || string.IsNullOrEmpty(token))
        {
            return true;
        }

        string text = token.ToString();
        string decoded = text.Length <= MaxToken && Base64Url.IsValid(text) ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)) : "";
        if (decoded.Split(' ', 3) is not [{ } named, { } check, { } rest] || named != list || check != CheckOf(list, rest))
        {
            return false;
        }

        continuation = rest;
        return true;
    }

    // Storage takes any two words for a place in a table and answers an empty page, so that what was cut off or made up would look like the end of the list.
    private static string CheckOf(string list, string continuation) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{list} {continuation}")).AsSpan(0, CheckBytes));

    /// <summary>Whether an error is storage's word, or its client's, for a continuation token that it did not give.</summary>
    public static bool IsRefused(string? continuation, Exception error) =>
        continuation is not null && error is ArgumentException or FormatException or RequestFailedException { Status: StatusCodes.Status400BadRequest };
}
