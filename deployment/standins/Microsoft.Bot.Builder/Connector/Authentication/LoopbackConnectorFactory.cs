namespace Microsoft.Bot.Connector.Authentication;

/// <summary>Makes clients of connectors on this machine.</summary>
internal sealed class LoopbackConnectorFactory(IHttpClientFactory httpClientFactory) : ConnectorFactory
{
    // Neither a proxy nor a redirection may lead an answer off this machine.
    private static readonly Lazy<HttpClient> Direct = new(() =>
    {
        var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
        ConnectorClient.AddDefaultRequestHeaders(client);
        return client;
    });

    public override Task<IConnectorClient> CreateAsync(string serviceUrl, string audience, CancellationToken cancellationToken)
    {
        var uri = Loopback.RequireServiceUrl(serviceUrl);
        if (httpClientFactory?.CreateClient() is not { } client)
            return Task.FromResult<IConnectorClient>(new ConnectorClient(uri, NoCredentials.Instance, Direct.Value, disposeHttpClient: false));
        ConnectorClient.AddDefaultRequestHeaders(client);
        return Task.FromResult<IConnectorClient>(new ConnectorClient(uri, NoCredentials.Instance, client, disposeHttpClient: true));
    }
}
