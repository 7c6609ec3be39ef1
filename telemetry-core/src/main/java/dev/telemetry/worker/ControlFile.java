package dev.telemetry.worker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

import org.jspecify.annotations.Nullable;

import dev.telemetry.health.InternalFailures;

/**
 * Writes the control file, from which workers read which telemetry is not wanted, so that
 * they need not print it. The file is JSON, and is replaced as a whole when something
 * changes. To be used by one thread only.
 */
final class ControlFile {

	private final Path path;

	private final WorkerControl control;

	private final InternalFailures failures;

	private @Nullable String written;

	ControlFile(Path path, WorkerControl control, InternalFailures failures) {
		this.path = path;
		this.control = control;
		this.failures = failures;
	}

	/**
	 * Writes the file if its content is outdated.
	 */
	void update() {
		try {
			String text = json(this.control.ratios().current().values(), this.control.excluded());
			if (!text.equals(this.written)) {
				write(text);
				this.written = text;
			}
		}
		catch (Throwable ex) {
			this.failures.report("writing the control file of workers", ex);
		}
	}

	private void write(String text) throws IOException {
		Path absolute = this.path.toAbsolutePath();
		Path written = absolute.resolveSibling(absolute.getFileName() + ".new");
		Files.writeString(written, text, StandardCharsets.UTF_8);
		Files.move(written, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
	}

	private static String json(Map<String, Double> ratios, List<String> excluded) {
		StringJoiner shares = new StringJoiner(",", "{\"ratio\":{", "}");
		ratios.forEach((pool, ratio) -> shares.add(quoted(pool) + ":" + ratio));
		StringJoiner names = new StringJoiner(",", ",\"exclude\":[", "]}\n");
		excluded.forEach((name) -> names.add(quoted(name)));
		return shares.toString() + names;
	}

	// The texts contain no control characters.
	private static String quoted(String text) {
		return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
	}

}
