using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Autobatch.Emulator.Model;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Autobatch.Emulator.Protocol;

/// <summary>Writes answers with the headers of each plane (FACTS A.1, R.1).</summary>
internal static class ReplyWriter
{
    private const string DataPlaneJson = "application/json;odata=minimalmetadata";
    private const string OtherJson = "application/json; charset=utf-8";

    public static async Task WriteAsync(HttpContext http, Operation operation, Reply reply)
    {
        var response = http.Response;
        response.StatusCode = reply.Status ?? operation.Success;
        CommonHeaders(http, operation.Plane);
        Set(response, "ETag", reply.ETag);
        Set(response, "Last-Modified", reply.LastModified?.ToString("r", CultureInfo.InvariantCulture));
        Set(response, "Location", reply.Location);
        Set(response, "DataServiceId", reply.DataServiceId);
        if (reply.File is { } file)
        {
            await WriteFileAsync(http, file);
        }
        else if (reply.Json is { } json)
        {
            response.ContentType = operation.Plane == Plane.Data ? DataPlaneJson : OtherJson;
            await using (var writer = new Utf8JsonWriter(response.BodyWriter))
            {
                json(writer);
            }

            await response.BodyWriter.FlushAsync(http.RequestAborted);
        }
        else if (response.StatusCode != 204)
        {
            response.ContentLength = 0;
        }
    }

    public static async Task WriteErrorAsync(HttpContext http, Address address, BatchException error, DateTimeOffset now)
    {
        var response = http.Response;
        response.StatusCode = error.Error.Status;
        CommonHeaders(http, address.Plane);
        if (error.Error.Status is 409 or 412)
        {
            http.Features.GetRequiredFeature<IHttpResponseFeature>().ReasonPhrase = error.Error.Sentence;
        }

        if (error.Error.Status == 401)
        {
            response.Headers.WWWAuthenticate = $"Bearer authorization_uri=\"https://login.windows.net/{WellKnown.TenantId}\", resource_id=\"{(address.Plane == Plane.ResourceManager ? "https://management.core.windows.net/" : "https://batch.core.windows.net/")}\"";
        }

        Set(response, "Retry-After", error.RetryAfter?.TotalSeconds.ToString("0", CultureInfo.InvariantCulture));

        // A refused body may still be on its way; without this the next request on the connection would be read from its middle.
        if (error.Error.Status == 413)
        {
            response.Headers.Connection = "close";
        }

        if (http.Request.Method == "HEAD" || error.Error.Status == 304)
        {
            return;
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            if (address.Plane == Plane.ResourceManager)
            {
                ErrorBody.WriteResourceManager(writer, error, http.TraceIdentifier, now);
            }
            else if (address.Plane == Plane.Token)
            {
                ErrorBody.WriteOAuth(writer, error, http.TraceIdentifier, now);
            }
            else
            {
                ErrorBody.Write(writer, error, http.TraceIdentifier, now, $"{address.BaseUrl}/$metadata#Microsoft.Azure.Batch.Protocol.Entities.Container.errors/@Element");
            }
        }

        response.ContentType = address.Plane == Plane.Data ? DataPlaneJson : OtherJson;
        response.ContentLength = buffer.WrittenCount;
        await response.Body.WriteAsync(buffer.WrittenMemory, http.RequestAborted);
    }

    private static async Task WriteFileAsync(HttpContext http, FileReply reply)
    {
        var response = http.Response;
        response.ContentType = reply.File.ContentType;
        response.ContentLength = reply.Length;
        Set(response, "ocp-creation-time", reply.File.Created.ToString("r", CultureInfo.InvariantCulture));
        Set(response, "ocp-batch-file-isdirectory", reply.File.IsDirectory ? "True" : "False");
        Set(response, "ocp-batch-file-url", Uri.EscapeDataString(reply.Url));
        Set(response, "ocp-batch-file-mode", reply.File.Mode);
        if (reply.Content is { } content)
        {
            await using (content)
            {
                await CopyAsync(content, response.Body, reply.Length, http.RequestAborted);
            }
        }
    }

    /// <summary>Sends exactly so many bytes: a file that grows meanwhile must not break the announced length.</summary>
    private static async Task CopyAsync(Stream from, Stream to, long count, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            while (count > 0)
            {
                var read = await from.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, count)), cancellationToken);
                if (read == 0)
                {
                    throw new IOException("The file became shorter while it was read.");
                }

                await to.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                count -= read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void CommonHeaders(HttpContext http, Plane plane)
    {
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        if (plane == Plane.ResourceManager)
        {
            headers["x-ms-request-id"] = http.TraceIdentifier;
            headers["x-ms-correlation-request-id"] = http.TraceIdentifier;
            return;
        }

        headers["request-id"] = http.TraceIdentifier;
        headers["DataServiceVersion"] = "3.0";
        if (string.Equals(http.Request.Headers["return-client-request-id"], "true", StringComparison.OrdinalIgnoreCase)
            && http.Request.Headers.TryGetValue("client-request-id", out var id)
            && id.ToString().All(c => c is >= ' ' and <= '~'))
        {
            headers["client-request-id"] = id;
        }
    }

    private static void Set(HttpResponse response, string name, string? value)
    {
        if (value is not null)
        {
            response.Headers[name] = value;
        }
    }
}
