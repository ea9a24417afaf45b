namespace Autobatch.Functions.Api.Description;

/// <summary>One way in which a route answers when all is well.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class AnswerAttribute(int status, string description, params string[] mediaTypes) : Attribute
{
    public int Status => status;

    public string Description => description;

    /// <summary>Media types of the body; none for an answer without a body.</summary>
    public IReadOnlyList<string> MediaTypes => mediaTypes;

    /// <summary>The record that the body holds as JSON; null for bytes.</summary>
    public Type? Body { get; init; }

    /// <summary>Names of the headers that the answer has, of those that <see cref="ApiHeaders"/> describes.</summary>
    public string[] Headers { get; init; } = [];
}
