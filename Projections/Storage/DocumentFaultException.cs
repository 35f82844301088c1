using Npgsql;

namespace LaborMarketplace.Projections.Storage;

/// <summary>What a build is to hold cannot be stored, or not be read back. Nothing was written; trying again comes to the same.</summary>
/// <remarks>
/// PostgreSQL says by the class of its error whether it refuses what is written or cannot write at present. Three classes are about the
/// content: 22, a value that a type or an index's expression does not take (<c>\u0000</c> in JSON, text where the index casts to a
/// number); 23, a constraint of the table; 54, a limit of the server's (an index's row, the size of a JSON value). They come again with the
/// same document for ever, and other builds have no part in them. All other classes tell of the server, of the connection or of what
/// others do (no room, not allowed, read-only, a deadlock, shutting down): they pass without any change of the document, so what met them
/// waits and tries again.
/// </remarks>
internal sealed class DocumentFaultException : Exception
{
    private const int ClassLength = 2;

    public DocumentFaultException(string message, Exception innerException) : base(message, innerException) { }

    public DocumentFaultException(string message) : base(message) { }

    public DocumentFaultException() { }

    public static bool Is(PostgresException refusal) => refusal.SqlState[..ClassLength] is "22" or "23" or "54";

    public static DocumentFaultException Of(PostgresException refusal) =>
        new($"PostgreSQL refuses the document: {refusal.MessageText} ({refusal.SqlState})", refusal);

    /// <summary>Does what turns documents to JSON, or JSON to documents.</summary>
    /// <exception cref="DocumentFaultException">It cannot be done.</exception>
    public static T Within<T>(Func<T> convert)
    {
        try
        {
            return convert();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            throw new DocumentFaultException($"The document is no JSON that can be kept: {exception.Message}", exception);
        }
    }
}
