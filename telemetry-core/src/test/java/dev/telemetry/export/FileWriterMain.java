package dev.telemetry.export;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

import io.opentelemetry.sdk.common.CompletableResultCode;

import dev.telemetry.export.disk.FileSettings;
import dev.telemetry.export.local.FileSpanExporter;

/**
 * Exports one batch after the other to the file that is its argument, and prints the
 * number of each one that is written, until somebody kills it.
 */
public final class FileWriterMain {

	private FileWriterMain() {
	}

	/**
	 * Writes.
	 * @param args the file
	 * @throws Exception if it cannot write
	 */
	public static void main(String[] args) throws Exception {
		PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
		FileSpanExporter exporter = new FileSpanExporter(
				new FileSettings(Path.of(args[0]), 200_000, Duration.ofDays(1), 1_000, 1_000_000_000));
		// Ends with the test, whatever happens to it.
		for (int i = 0; System.in.available() == 0; i++) {
			CompletableResultCode result = exporter.export(HostileSpans.numbered("batch" + i, 20));
			if (!result.isSuccess()) {
				throw new IllegalStateException(result.getFailureThrowable());
			}
			out.println(i);
		}
	}

}
