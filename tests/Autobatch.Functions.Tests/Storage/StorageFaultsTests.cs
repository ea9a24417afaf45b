using System.Net.Sockets;
using Autobatch.Functions.Api;
using Autobatch.Functions.Storage;
using Azure;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Autobatch.Functions.Tests.Storage;

public sealed class StorageFaultsTests
{
    public static TheoryData<Exception> Away =>
    [
        new RequestFailedException(503, "busy"),
        new RequestFailedException("no answer"),
        new SocketException((int)SocketError.ConnectionReset),
        new HttpRequestException("refused"),
        new AggregateException(new RequestFailedException("no answer"), new RequestFailedException("no answer")),
        new AggregateException(new RequestFailedException("no answer"), new IOException("cut"), new TaskCanceledException("too long"), new SocketException()),
    ];

    [Theory]
    [MemberData(nameof(Away), DisableDiscoveryEnumeration = true)]
    public async Task Service_that_is_away_makes_an_answer_of_503(Exception failure)
    {
        Assert.True(failure.IsAway());
        DefaultHttpContext context = new();

        IActionResult answer = await ApiGuard.AnswerAsync(context.Request, () => throw failure);
        await answer.ExecuteResultAsync(new ActionContext { HttpContext = context });

        Assert.Equal(StatusCodes.Status503ServiceUnavailable, context.Response.StatusCode);
    }

    [Fact]
    public void What_was_refused_is_not_away()
    {
        Assert.False(new RequestFailedException(403, "denied").IsAway());
        Assert.False(new AggregateException(new RequestFailedException("no answer"), new RequestFailedException(403, "denied")).IsAway());
        Assert.False(new IOException("disk").IsAway());
    }
}
