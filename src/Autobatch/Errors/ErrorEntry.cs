namespace Autobatch.Errors;

/// <summary>One row of the <see cref="ErrorCatalogue"/>.</summary>
/// <param name="Code">The stable name that users and scripts may rely on.</param>
/// <param name="Status">The HTTP status when the error answers a request.</param>
/// <param name="Title">What went wrong, in one short sentence without particulars.</param>
/// <param name="Mend">What the user can do about it.</param>
public sealed record ErrorEntry(string Code, int Status, string Title, string Mend);
