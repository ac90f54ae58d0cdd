package dev.starling.node.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.starling.node.address.HostPort;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A real HTTP proxy on the loopback address that knows CONNECT and nothing else, and all names by heart. */
public final class ConnectProxy implements AutoCloseable {
    private static final String OPEN = "200 Connection established";
    private static final int MOST_HEAD = 8192;

    /** The heads of the requests it had, as they came. */
    public final List<String> requests = new CopyOnWriteArrayList<>();

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final Function<String, String> answer;
    private final int target;

    /**
     * @param target port on this machine that every name leads to
     * @param answer status line's code and words to a request's head
     */
    public ConnectProxy(int target, Function<String, String> answer) throws IOException {
        this.target = target;
        this.answer = answer;
        thread(this::accept);
    }

    /** Lets everybody through. */
    public static ConnectProxy open(int target) throws IOException {
        return new ConnectProxy(target, head -> OPEN);
    }

    /** Lets through who sends this as credentials. */
    public static ConnectProxy asking(int target, String basic) throws IOException {
        return new ConnectProxy(
                target,
                head -> head.toLowerCase(Locale.ROOT)
                                .contains("proxy-authorization: basic " + basic.toLowerCase(Locale.ROOT))
                        ? OPEN
                        : "407 Proxy Authentication Required");
    }

    public HostPort address() {
        return new HostPort("127.0.0.1", server.getLocalPort());
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = server.accept();
            sockets.add(client);
            thread(() -> serve(client));
        }
    }

    private void serve(Socket client) throws IOException {
        String head = head(client.getInputStream());
        requests.add(head);
        String status = answer.apply(head);
        client.getOutputStream().write(("HTTP/1.1 " + status + "\r\n\r\n").getBytes(ISO_8859_1));
        if (!status.equals(OPEN)) {
            client.close();
            return;
        }
        Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
        sockets.add(far);
        thread(() -> pump(client, far));
        pump(far, client);
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0 && head.length() < MOST_HEAD) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the request ends early");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static void pump(Socket from, Socket to) throws IOException {
        byte[] buffer = new byte[8192];
        OutputStream out = to.getOutputStream();
        for (int read = from.getInputStream().read(buffer); read >= 0; ) {
            out.write(buffer, 0, read);
            read = from.getInputStream().read(buffer);
        }
        to.shutdownOutput();
    }

    private interface Work {
        void run() throws IOException;
    }

    /** Ends with its sockets. */
    private static void thread(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException closed) {
                        // The test is over, or one end is.
                    }
                },
                "proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
