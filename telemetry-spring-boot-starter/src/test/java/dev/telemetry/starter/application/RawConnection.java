package dev.telemetry.starter.application;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * One connection that is kept alive, byte by byte: a server looks at the next request
 * only when it is done with the one before, its meters and spans included. Nothing
 * instruments a plain socket.
 */
final class RawConnection implements AutoCloseable {

	private static final String CREDENTIALS = "user:password";

	private static final int TIMEOUT_MILLIS = 10_000;

	private final int port;

	private Socket socket;

	private InputStream in;

	RawConnection(int port) throws IOException {
		this.port = port;
		this.socket = connect();
		this.in = new BufferedInputStream(this.socket.getInputStream());
	}

	private Socket connect() throws IOException {
		Socket connected = new Socket(InetAddress.getLoopbackAddress(), this.port);
		connected.setSoTimeout(TIMEOUT_MILLIS);
		return connected;
	}

	/**
	 * Sends a request, and waits for the response.
	 * @param path where to
	 * @param headers whole lines
	 */
	Response get(String path, String... headers) throws IOException {
		send(request(path, headers));
		Response response = response();
		if (response.head().contains("Connection: close")) {
			reconnect();
		}
		return response;
	}

	/**
	 * Sends many requests at once, so that the server neither waits nor changes threads
	 * between them.
	 */
	void getAtOnce(String path, int count) throws IOException {
		send(request(path).repeat(count));
		for (int i = 0; i < count; i++) {
			response();
		}
	}

	private static String request(String path, String... headers) {
		String credentials = Base64.getEncoder().encodeToString(CREDENTIALS.getBytes(StandardCharsets.US_ASCII));
		List<String> lines = new ArrayList<>(
				List.of("GET " + path + " HTTP/1.1", "Host: localhost", "Authorization: Basic " + credentials));
		lines.addAll(List.of(headers));
		return String.join("\r\n", lines) + "\r\n\r\n";
	}

	private void send(String requests) throws IOException {
		this.socket.getOutputStream().write(requests.getBytes(StandardCharsets.US_ASCII));
	}

	private Response response() throws IOException {
		String head = head();
		return new Response(head, body(head.toLowerCase(Locale.ROOT)));
	}

	// A server closes the connection after an error.
	private void reconnect() throws IOException {
		this.socket.close();
		this.socket = connect();
		this.in = new BufferedInputStream(this.socket.getInputStream());
	}

	private String head() throws IOException {
		StringBuilder head = new StringBuilder();
		for (String line = line(); !line.isEmpty(); line = line()) {
			head.append(line).append('\n');
		}
		return head.toString();
	}

	private String body(String head) throws IOException {
		if (!head.contains("transfer-encoding: chunked")) {
			return read(header(head, "content-length: "));
		}
		StringBuilder body = new StringBuilder();
		int size;
		do {
			size = Integer.parseInt(line(), 16);
			body.append(read(size));
			line();
		}
		while (size > 0);
		return body.toString();
	}

	private static int header(String head, String name) {
		int start = head.indexOf(name);
		return (start < 0) ? 0 : Integer.parseInt(head.substring(start + name.length(), head.indexOf('\n', start)));
	}

	private String read(int length) throws IOException {
		byte[] bytes = this.in.readNBytes(length);
		if (bytes.length < length) {
			throw new EOFException();
		}
		return new String(bytes, StandardCharsets.UTF_8);
	}

	private String line() throws IOException {
		ByteArrayOutputStream line = new ByteArrayOutputStream();
		for (int next = this.in.read(); next != '\n'; next = this.in.read()) {
			if (next < 0) {
				throw new EOFException();
			}
			if (next != '\r') {
				line.write(next);
			}
		}
		return line.toString(StandardCharsets.ISO_8859_1);
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

	/**
	 * A response as it came.
	 *
	 * @param head status line and headers
	 * @param body the decoded body
	 */
	record Response(String head, String body) {

		int status() {
			return Integer.parseInt(this.head.split(" ", 3)[1]);
		}

	}

}
