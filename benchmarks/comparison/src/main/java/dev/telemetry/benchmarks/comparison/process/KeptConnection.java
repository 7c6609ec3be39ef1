package dev.telemetry.benchmarks.comparison.process;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One HTTP/1.1 connection that sends the same request again and again. Understands
 * answers of status 200 in chunks or of a known length, up to 8 KiB.
 */
final class KeptConnection implements AutoCloseable {

	private static final byte[] OK = "HTTP/1.1 200".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] HEAD_END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] CHUNKS_END = "\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] LENGTH = "content-length: ".getBytes(StandardCharsets.US_ASCII);

	private final byte[] request;

	private final byte[] response = new byte[8192];

	private final Socket socket;

	private final InputStream in;

	private final OutputStream out;

	KeptConnection(int port, String path) throws IOException {
		this.request = ("GET " + path + " HTTP/1.1\r\nHost: localhost:" + port + "\r\nAccept: application/json\r\n\r\n")
			.getBytes(StandardCharsets.US_ASCII);
		this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
		this.socket.setTcpNoDelay(true);
		this.socket.setSoTimeout(30_000);
		this.in = this.socket.getInputStream();
		this.out = this.socket.getOutputStream();
	}

	/**
	 * Sends the request and reads the whole answer.
	 */
	void exchange() throws IOException {
		this.out.write(this.request);
		int read = 0;
		do {
			int more = this.in.read(this.response, read, this.response.length - read);
			if (more < 0) {
				throw new EOFException("The application closed the connection");
			}
			read += more;
		}
		while (!isWhole(read));
		if (!Arrays.equals(OK, 0, OK.length, this.response, 0, OK.length)) {
			throw new IOException("Not served: " + new String(this.response, 0, read, StandardCharsets.UTF_8));
		}
	}

	private boolean isWhole(int read) {
		int head = indexOf(HEAD_END, read);
		if (head < 0) {
			return false;
		}
		int length = indexOf(LENGTH, head);
		if (length >= 0) {
			return read >= head + HEAD_END.length + number(length + LENGTH.length);
		}
		return read >= CHUNKS_END.length
				&& Arrays.equals(CHUNKS_END, 0, CHUNKS_END.length, this.response, read - CHUNKS_END.length, read);
	}

	private int indexOf(byte[] wanted, int end) {
		for (int from = 0; from <= end - wanted.length; from++) {
			int i = 0;
			while (i < wanted.length && lower(this.response[from + i]) == wanted[i]) {
				i++;
			}
			if (i == wanted.length) {
				return from;
			}
		}
		return -1;
	}

	private static int lower(byte letter) {
		return (letter >= 'A' && letter <= 'Z') ? letter + ('a' - 'A') : letter;
	}

	private int number(int from) {
		int number = 0;
		for (int i = from; this.response[i] >= '0' && this.response[i] <= '9'; i++) {
			number = number * 10 + this.response[i] - '0';
		}
		return number;
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
