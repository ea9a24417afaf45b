namespace Microsoft.DurableTask;

/// <summary>A failure as data: it crosses process restarts and machines.</summary>
public record TaskFailureDetails(
    string ErrorType,
    string ErrorMessage,
    string? StackTrace,
    TaskFailureDetails? InnerFailure,
    IDictionary<string, object?>? Properties)
{
    /// <summary>The failure of an exception, its inner exceptions included.</summary>
    public static TaskFailureDetails FromException(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return exception is TaskFailedException failed
            ? new TaskFailureDetails(Name(exception), exception.Message, exception.StackTrace, failed.FailureDetails, null)
            : new TaskFailureDetails(
                Name(exception),
                exception.Message,
                exception.StackTrace,
                exception.InnerException is { } inner ? FromException(inner) : null,
                null);
    }

    /// <summary>Whether this failure (not its inner ones) was of the type, or derived from it.</summary>
    public bool IsCausedBy<T>()
        where T : Exception => IsCausedBy(typeof(T));

    /// <exception cref="ArgumentException">The type is no exception type.</exception>
    public bool IsCausedBy(Type targetBaseExceptionType)
    {
        ArgumentNullException.ThrowIfNull(targetBaseExceptionType);
        if (!typeof(Exception).IsAssignableFrom(targetBaseExceptionType))
            throw new ArgumentException($"The type {targetBaseExceptionType} is not an exception.", nameof(targetBaseExceptionType));
        if (string.Equals(ErrorType, targetBaseExceptionType.FullName, StringComparison.Ordinal))
            return true;
        return ExceptionTypes.Find(ErrorType) is { } thrown && targetBaseExceptionType.IsAssignableFrom(thrown);
    }

    public override string ToString() => $"{ErrorType}: {ErrorMessage}";

    private static string Name(Exception exception) => exception.GetType().FullName ?? exception.GetType().Name;
}
