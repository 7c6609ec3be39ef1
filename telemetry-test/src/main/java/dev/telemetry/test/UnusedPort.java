package dev.telemetry.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;

/**
 * A loopback port that refuses connections for as long as the JVM runs: a bound socket
 * that does not listen keeps all others off the port. A port that was merely free a
 * moment ago could be taken by the next server, or even connect to itself.
 */
final class UnusedPort {

	private static final Socket RESERVED = reserve();

	private UnusedPort() {
	}

	static int port() {
		return RESERVED.getLocalPort();
	}

	private static Socket reserve() {
		try {
			Socket socket = new Socket();
			socket.bind(Transport.freeLoopbackAddress());
			return socket;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
