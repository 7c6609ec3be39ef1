package dev.telemetry.export;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A port on which nobody listens until it is connected to a server, which may then
 * change. It is ours from the beginning: a bound socket that does not listen keeps others
 * off.
 */
final class SwitchedPort implements AutoCloseable {

	private final ExecutorService threads = Executors.newCachedThreadPool((work) -> {
		Thread thread = new Thread(work, "switched-port");
		thread.setDaemon(true);
		return thread;
	});

	private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

	private final Set<Socket> dead = ConcurrentHashMap.newKeySet();

	private final Socket reserved = new Socket();

	private final ServerSocket server;

	private volatile int target;

	SwitchedPort() {
		try {
			this.server = new ServerSocket();
			this.server.setOption(StandardSocketOptions.SO_REUSEPORT, true);
			this.reserved.setOption(StandardSocketOptions.SO_REUSEPORT, true);
			this.reserved.bind(new InetSocketAddress(loopback(), 0));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static InetAddress loopback() throws IOException {
		return InetAddress.getByAddress(new byte[] { 127, 0, 0, 1 });
	}

	String endpoint() {
		return "http://127.0.0.1:" + this.reserved.getLocalPort();
	}

	/**
	 * Connects the port to a server, and ends the connections to the one before.
	 */
	void connectTo(String endpoint) {
		this.target = URI.create(endpoint).getPort();
		if (!this.server.isBound()) {
			try {
				this.server.bind(new InetSocketAddress(loopback(), this.reserved.getLocalPort()));
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			this.threads.execute(this::accept);
		}
		this.sockets.forEach(SwitchedPort::close);
	}

	/**
	 * Lets nothing through any more on the connections that there are, and tells neither
	 * side: as a firewall does that has forgotten them.
	 */
	void forgetConnections() {
		this.dead.addAll(this.sockets);
	}

	private void accept() {
		try {
			while (true) {
				Socket client = this.server.accept();
				Socket backend = new Socket(loopback(), this.target);
				this.sockets.add(client);
				this.sockets.add(backend);
				this.threads.execute(() -> copy(client, backend));
				this.threads.execute(() -> copy(backend, client));
			}
		}
		catch (IOException ex) {
			// Closed.
		}
	}

	private void copy(Socket from, Socket to) {
		try (from; to) {
			InputStream in = from.getInputStream();
			OutputStream out = to.getOutputStream();
			byte[] bytes = new byte[8 * 1024];
			for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
				if (!this.dead.contains(from)) {
					out.write(bytes, 0, read);
				}
			}
		}
		catch (IOException ex) {
			// One side is gone, and the other one goes as well.
		}
	}

	private static void close(Socket socket) {
		try {
			socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		try (this.reserved; this.server) {
			this.sockets.forEach(SwitchedPort::close);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.threads.shutdownNow();
	}

}
