namespace Microsoft.Bot.Connector.Authentication;

/// <summary>The sign-in of users, which only the real package has; here it merely takes its place in the turn's state.</summary>
public abstract class UserTokenClient : IDisposable
{
    // Nobody outside can derive from it, because the real one's abstract members are missing here.
    internal UserTokenClient()
    {
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }
}
