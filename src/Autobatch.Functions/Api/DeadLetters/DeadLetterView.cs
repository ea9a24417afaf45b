using Autobatch.Functions.DeadLetters;

namespace Autobatch.Functions.Api.DeadLetters;

/// <summary>A version of a file that the app gave up on, or a message that names no file.</summary>
/// <param name="Id">32 hex digits.</param>
/// <param name="Workload">The workload whose folder the file lies in.</param>
/// <param name="Storage">The storage account; missing for the primary one.</param>
/// <param name="Container">The container; missing for a message.</param>
/// <param name="Name">The file's name.</param>
/// <param name="ETag">The version.</param>
/// <param name="Code">Why, as a code of the error catalogue.</param>
/// <param name="Detail">The particulars.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="FirstAt">When it was given up on first.</param>
/// <param name="LastAt">When last.</param>
/// <param name="Message">The message, cut to 16,000 characters.</param>
internal sealed record DeadLetterView(
    string Id, string? Workload, string? Storage, string? Container, string? Name, string? ETag, string Code, string Detail, int Attempts,
    DateTimeOffset FirstAt, DateTimeOffset LastAt, string? Message)
{
    public static DeadLetterView Of(DeadLetter letter) => new(
        letter.Id, letter.Workload, letter.Storage, letter.Container, letter.Name, letter.ETag, letter.Code, letter.Detail, letter.Attempts,
        letter.FirstAt, letter.LastAt, letter.Message);
}
