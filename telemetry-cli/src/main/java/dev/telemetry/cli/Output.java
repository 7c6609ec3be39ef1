package dev.telemetry.cli;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Where a command writes what it makes: a file, or the standard output.
 */
final class Output {

	@Option(names = { "-o", "--output" }, paramLabel = "FILE",
			description = "File to write to (default: standard output).")
	private @Nullable Path file;

	/**
	 * Writes.
	 * @param standard the standard output
	 * @param writing what is written
	 * @throws IOException if it cannot be written
	 */
	void write(PrintWriter standard, Writing writing) throws IOException {
		if (this.file == null) {
			writing.to(standard);
			if (standard.checkError()) {
				throw new IOException("cannot be written: standard output");
			}
			return;
		}
		try (PrintWriter out = new PrintWriter(
				new OutputStreamWriter(Files.newOutputStream(this.file), StandardCharsets.UTF_8))) {
			writing.to(out);
			if (out.checkError()) {
				throw new IOException("cannot be written: " + this.file);
			}
		}
	}

	/**
	 * Writes to an output.
	 */
	@FunctionalInterface
	interface Writing {

		void to(PrintWriter out) throws IOException;

	}

}
