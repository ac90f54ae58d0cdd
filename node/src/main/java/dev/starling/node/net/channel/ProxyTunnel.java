package dev.starling.node.net.channel;

import dev.starling.node.net.settings.Proxy;
import io.netty.channel.ChannelHandler;
import io.netty.handler.proxy.HttpProxyHandler;
import io.netty.handler.proxy.ProxyConnectException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The way through a {@link Proxy}: the handler that asks for it, and what a refusal means. Confined to the event loop. */
public final class ProxyTunnel {
    private static final Pattern STATUS = Pattern.compile("status: (\\d{3}[ -~]*)");
    private static final String LOGIN_WANTED = "407";

    private final Proxy proxy;

    /** The way through this one. */
    public ProxyTunnel(Proxy proxy) {
        this.proxy = proxy;
    }

    /**
     * Stands below TLS until the proxy has let the connection through.
     *
     * @param door address of the proxy, resolved
     */
    public ChannelHandler handler(InetSocketAddress door, long timeoutMillis) {
        HttpProxyHandler handler = proxy.login()
                .map(login -> new HttpProxyHandler(door, login.user(), login.password()))
                .orElseGet(() -> new HttpProxyHandler(door));
        handler.setConnectTimeoutMillis(timeoutMillis);
        return handler;
    }

    /** The proxy has a name that nobody knows. */
    public String unknown() {
        return "the name of the proxy " + proxy.address() + " does not resolve; check net.proxy";
    }

    /** The proxy itself was not reached. */
    public String unreached(Throwable cause) {
        return "the proxy " + proxy.address() + " cannot be reached (" + cause.getMessage()
                + "); check net.proxy and that it runs";
    }

    /** What the proxy did, and the remedy; empty when something else went wrong. */
    public Optional<String> reason(Throwable problem) {
        for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProxyConnectException) {
                return Optional.of(reason(String.valueOf(cause.getMessage())));
            }
        }
        return Optional.empty();
    }

    private String reason(String said) {
        Matcher status = STATUS.matcher(said);
        String who = "the proxy " + proxy.address();
        if (!status.find()) {
            return said.contains("timeout")
                    ? who
                            + " did not answer in time; check net.proxy, and whether it lets CONNECT through to this address"
                    : who + " closed the connection; check that net.proxy is an HTTP proxy";
        }
        String answer = status.group(1);
        if (!answer.startsWith(LOGIN_WANTED)) {
            return who + " refused: " + answer + "; ask its administrators to permit CONNECT to this address and port";
        }
        return who + " refused: " + answer
                + (proxy.login().isPresent()
                        ? "; check user and password in net.proxy_credentials_file"
                        : "; name a file that holds user:password in net.proxy_credentials_file");
    }
}
