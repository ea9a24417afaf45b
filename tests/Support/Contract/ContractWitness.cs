using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Autobatch.Testing.Contract;

/// <summary>Stands in an emulator's way of requests and judges every exchange, whoever the client is.</summary>
public sealed class ContractWitness
{
    private const int MostBytes = 4 * 1024 * 1024;
    private readonly ConcurrentQueue<string> _faults = new();

    /// <summary>Wraps the emulator's handler of requests.</summary>
    public RequestDelegate Around(RequestDelegate next) => async http =>
    {
        http.Request.EnableBuffering(MostBytes, MostBytes);
        Stream original = http.Response.Body;
        using Copy copy = new(original);
        Lifetime lifetime = new(http.Features.GetRequiredFeature<IHttpRequestLifetimeFeature>());
        http.Features.Set<IHttpRequestLifetimeFeature>(lifetime);
        http.Response.Body = copy;
        try
        {
            await next(http);
        }
        finally
        {
            http.Response.Body = original;
        }
        if (!lifetime.IsAborted && !http.RequestAborted.IsCancellationRequested && copy.Kept.Length < MostBytes)
        {
            Note(http, copy.Kept, await SentAsync(http.Request));
        }
    };

    /// <summary>Throws when an exchange broke the contract; to be called when the emulator has stopped.</summary>
    /// <exception cref="InvalidOperationException">The faults, each with its request.</exception>
    public void Require()
    {
        if (!_faults.IsEmpty)
        {
            throw new InvalidOperationException("The emulator did not answer as the service's description says:\n" + string.Join('\n', _faults.Distinct().Take(50)));
        }
    }

    private void Note(HttpContext http, MemoryStream answered, string sent)
    {
        string target = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        bool file = http.Response.Headers.ContainsKey("ocp-batch-file-url");
        string body = file ? "" : Encoding.UTF8.GetString(answered.GetBuffer(), 0, (int)answered.Length);
        var headers = http.Response.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        foreach (string fault in ServiceContract.FaultsOf(new(http.Request.Method, target, sent, http.Response.StatusCode, headers, body)))
        {
            _faults.Enqueue(fault);
        }
    }

    private static async Task<string> SentAsync(HttpRequest request)
    {
        if (request.HasFormContentType || request.Body.Length is 0 or >= MostBytes)
        {
            return "";
        }
        request.Body.Position = 0;
        using StreamReader reader = new(request.Body, Encoding.UTF8, leaveOpen: true);
        return await reader.ReadToEndAsync();
    }

    /// <summary>Knows whether the emulator broke the connection off instead of answering.</summary>
    private sealed class Lifetime(IHttpRequestLifetimeFeature inner) : IHttpRequestLifetimeFeature
    {
        public bool IsAborted { get; private set; }

        public CancellationToken RequestAborted { get => inner.RequestAborted; set => inner.RequestAborted = value; }

        public void Abort()
        {
            IsAborted = true;
            inner.Abort();
        }
    }

    /// <summary>Passes an answer on as it is written, and keeps its beginning.</summary>
    private sealed class Copy(Stream to) : Stream
    {
        public MemoryStream Kept { get; } = new();

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Flush() => to.Flush();

        public override Task FlushAsync(CancellationToken cancellationToken) => to.FlushAsync(cancellationToken);

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override async Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => await WriteAsync(buffer.AsMemory(offset, count), cancellationToken);

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Kept.Length < MostBytes)
            {
                Kept.Write(buffer.Span);
            }
            await to.WriteAsync(buffer, cancellationToken);
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            Kept.Dispose();
            base.Dispose(disposing);
        }
    }
}
