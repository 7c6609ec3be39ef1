package dev.telemetry.autoconfigure.web.lives;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A connection that sends what it is told to, and shows every byte that comes back.
 */
final class RawConnection implements AutoCloseable {

	private final Socket socket;

	RawConnection(int port) throws IOException {
		this.socket = new Socket("localhost", port);
		this.socket.setSoTimeout(10_000);
	}

	/**
	 * Sends requests without waiting for answers in between.
	 * @return all that is answered until the server closes the connection
	 */
	String exchange(Iterable<String> requests) throws Exception {
		CompletableFuture<String> answers = CompletableFuture.supplyAsync(this::readAll);
		send(requests);
		return answers.get(60, TimeUnit.SECONDS);
	}

	void send(String text) throws IOException {
		send(List.of(text));
	}

	private void send(Iterable<String> texts) throws IOException {
		OutputStream output = new BufferedOutputStream(this.socket.getOutputStream());
		for (String text : texts) {
			output.write(text.getBytes(StandardCharsets.ISO_8859_1));
		}
		output.flush();
	}

	/**
	 * Reads up to the end of the next line that begins with a text.
	 */
	String awaitLine(String begin) throws IOException {
		InputStream input = this.socket.getInputStream();
		StringBuilder line = new StringBuilder();
		while (true) {
			int next = input.read();
			if (next == -1) {
				throw new IOException("closed before a line with " + begin);
			}
			if (next != '\n') {
				line.append((char) next);
			}
			else if (line.toString().startsWith(begin)) {
				return line.toString();
			}
			else {
				line.setLength(0);
			}
		}
	}

	/**
	 * Sends nothing more, and reads what comes back until the server closes the
	 * connection.
	 */
	String sendNoMore() throws IOException {
		this.socket.shutdownOutput();
		return readAll();
	}

	private String readAll() {
		try {
			return new String(this.socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Breaks the connection off, so that the server cannot send what it still has.
	 */
	void reset() throws IOException {
		this.socket.setSoLinger(true, 0);
		this.socket.close();
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
