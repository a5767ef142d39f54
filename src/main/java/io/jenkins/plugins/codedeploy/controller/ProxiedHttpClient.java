package io.jenkins.plugins.codedeploy.controller;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.ProxyConfiguration;
import hudson.util.Secret;
import io.jenkins.plugins.codedeploy.engine.aws.AwsClients;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import jenkins.model.Jenkins;
import jenkins.util.Timer;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;

/** Calls AWS through Jenkins' proxy, whatever it is at the moment of the call; without one, as the JVM is told to. */
public final class ProxiedHttpClient implements SdkHttpClient {
    private static final Logger LOGGER = Logger.getLogger(ProxiedHttpClient.class.getName());
    /** A replaced client first ends the calls that it has begun. */
    private static final int LAST_CALLS_MINUTES = 5;

    private record Settings(String host, int port, String user, Secret password, List<String> direct) {}

    private Settings settings;
    private SdkHttpClient client;

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return current().prepareRequest(request);
    }

    @Override
    public String clientName() {
        return "Apache";
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.close();
            client = null;
        }
    }

    private synchronized SdkHttpClient current() {
        Settings wanted = settings(Jenkins.get().getProxy());
        if (client == null) {
            client = client(wanted);
        } else if (!Objects.equals(wanted, settings)) {
            LOGGER.log(Level.FINE, "Jenkins' proxy has changed: connecting anew");
            Timer.get().schedule(client::close, LAST_CALLS_MINUTES, TimeUnit.MINUTES);
            client = client(wanted);
        }
        settings = wanted;
        return client;
    }

    @CheckForNull
    private static Settings settings(@CheckForNull ProxyConfiguration proxy) {
        if (proxy == null || proxy.getName() == null || proxy.getName().isBlank()) {
            return null;
        }
        return new Settings(
                proxy.getName(),
                proxy.getPort(),
                proxy.getUserName(),
                proxy.getSecretPassword(),
                proxy.getNoProxyHostPatterns().stream().map(Pattern::pattern).toList());
    }

    private static SdkHttpClient client(@CheckForNull Settings proxy) {
        ApacheHttpClient.Builder builder = ApacheHttpClient.builder().maxConnections(AwsClients.CONNECTIONS);
        if (proxy == null) {
            return builder.build();
        }
        software.amazon.awssdk.http.apache.ProxyConfiguration.Builder through =
                software.amazon.awssdk.http.apache.ProxyConfiguration.builder()
                        .endpoint(address(proxy))
                        // or the JVM's own exceptions would be mixed with Jenkins'
                        .useSystemPropertyValues(false)
                        .useEnvironmentVariableValues(false);
        if (proxy.user() != null && !proxy.user().isBlank()) {
            through.username(proxy.user()).password(Secret.toString(proxy.password()));
        }
        proxy.direct().forEach(through::addNonProxyHost);
        return builder.proxyConfiguration(through.build()).build();
    }

    private static URI address(Settings proxy) {
        try {
            return new URI("http", null, proxy.host(), proxy.port(), null, null, null);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(Messages.ProxiedHttpClient_badProxy(proxy.host()), e);
        }
    }
}
