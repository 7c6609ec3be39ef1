package dev.telemetry.test;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * A server on the loopback address that reads OTLP requests and passes them on. Ready
 * when constructed; closing it ends all connections and threads within two seconds.
 */
interface Transport extends AutoCloseable {

	int port();

	@Override
	void close();

	static InetSocketAddress freeLoopbackAddress() {
		try {
			// Not getLoopbackAddress(), which is ::1 where IPv6 is preferred.
			return new InetSocketAddress(InetAddress.getByAddress(new byte[] { 127, 0, 0, 1 }), 0);
		}
		catch (UnknownHostException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
