package dev.starling.node.doctor;

import dev.starling.node.address.Bypass;
import dev.starling.node.address.HostPort;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The way through an HTTP proxy: RFC 9110, section 9.3.6.
 *
 * @param proxy where it is
 * @param authorization value of the header of that name, if the proxy asks who calls; a secret
 * @param spared whom it is not for
 */
public record Tunnel(HostPort proxy, Optional<String> authorization, Bypass spared) {
    static final int OPEN = 200;
    private static final int ASKS_WHO_CALLS = 407;
    private static final int FORBIDS = 403;
    private static final int MOST_BYTES = 8192;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([0-9]{3})[ \r].*", Pattern.DOTALL);

    /** Asks for a tunnel on a connection to the proxy; the status that it answers. */
    int ask(Socket socket, HostPort target) throws IOException {
        StringBuilder request = new StringBuilder("CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n");
        authorization.ifPresent(
                value -> request.append("Proxy-Authorization: ").append(value).append("\r\n"));
        socket.getOutputStream().write(request.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        StringBuilder answer = new StringBuilder();
        InputStream in = socket.getInputStream();
        while (answer.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0 || answer.length() >= MOST_BYTES) {
                throw new EOFException("no answer of a proxy");
            }
            answer.append((char) next);
        }
        Matcher status = STATUS.matcher(answer);
        if (!status.matches()) {
            throw new IOException("no answer of a proxy");
        }
        return Integer.parseInt(status.group(1));
    }

    /** What to do about a refusal. */
    static String remedy(int status) {
        return switch (status) {
            case ASKS_WHO_CALLS -> "name a file with user:password for it in net.proxy_credentials_file";
            case FORBIDS -> "ask who runs the proxy to let CONNECT through to that address and port";
            default -> "is the address right, and does that node run? the proxy does not reach it";
        };
    }

    @Override
    public String toString() {
        return "Tunnel[" + proxy + "]";
    }
}
