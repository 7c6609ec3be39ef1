package dev.telemetry.sample.scoring;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

import org.springframework.core.io.ClassPathResource;

/**
 * The program of the worker as files, which it is not in a packaged application.
 */
final class ScoringScript {

	private static final String[] FILES = { "score.py", "telemetry_worker.py" };

	private ScoringScript() {
	}

	/**
	 * Unpacks the program.
	 * @return the file to run
	 */
	static Path unpack() throws IOException {
		Path directory = Files.createTempDirectory("scoring");
		directory.toFile().deleteOnExit();
		for (String name : FILES) {
			Path file = directory.resolve(name);
			try (InputStream source = new ClassPathResource("worker/" + name).getInputStream()) {
				Files.copy(source, file);
			}
			file.toFile().deleteOnExit();
		}
		return directory.resolve(FILES[0]);
	}

}
