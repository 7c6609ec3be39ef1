package dev.telemetry.benchmarks.comparison.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The jars that an application is started with, as Maven resolved them.
 *
 * @param jars the jars
 */
record ApplicationClassPath(List<Path> jars) {

	/**
	 * Reads what a module of {@code benchmarks/variants} wrote.
	 * @param variants that folder
	 * @param name the name of the module
	 */
	static ApplicationClassPath read(Path variants, String name) throws IOException {
		Path file = variants.resolve(name).resolve("target/class-path.txt");
		String text = Files.readString(file).strip();
		return new ApplicationClassPath(
				Pattern.compile(System.getProperty("path.separator")).splitAsStream(text).map(Path::of).toList());
	}

	String text() {
		return String.join(System.getProperty("path.separator"), this.jars.stream().map(Path::toString).toList());
	}

	long bytes() throws IOException {
		long sum = 0;
		for (Path jar : this.jars) {
			sum += Files.size(jar);
		}
		return sum;
	}

}
