package dev.telemetry.autoconfigure.web.lives;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
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
		OutputStream output = new BufferedOutputStream(this.socket.getOutputStream());
		for (String request : requests) {
			output.write(request.getBytes(StandardCharsets.ISO_8859_1));
		}
		output.flush();
		return answers.get(60, TimeUnit.SECONDS);
	}

	private String readAll() {
		try {
			return new String(this.socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
