package dev.telemetry.export;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import dev.telemetry.export.otlp.OtlpProtocol;

/**
 * Sends numbered spans to the OTLP endpoint that is its first argument, by a spool in the
 * directory that is its second, until somebody kills it. Prints how many it has sent, and
 * how many of them are acknowledged or on the disk. A third argument is the number of
 * spans after which no more are sent.
 */
public final class SpoolWriterMain {

	private SpoolWriterMain() {
	}

	/**
	 * Sends.
	 * @param args endpoint, directory, number of spans
	 * @throws Exception if it cannot send
	 */
	public static void main(String[] args) throws Exception {
		PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
		int most = Integer.parseInt(args[2]);
		try (SpooledPath path = new SpooledPath(args[0], OtlpProtocol.HTTP, Path.of(args[1]), Duration.ofSeconds(1),
				1 << 26)) {
			// Ends with the test, whatever happens to it.
			while (System.in.available() == 0) {
				path.send(Math.min(20, most - path.sent()));
				out.println("sent " + path.sent() + " " + (path.health().exported() + path.health().spooled()));
				LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
			}
		}
	}

}
